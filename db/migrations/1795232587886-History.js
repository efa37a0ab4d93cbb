// What rows were before: the record that takes the index back below finality. A row's old image is kept whenever it is changed or
// deleted, by whatever statement; a row's birth is told by its own block number. A checkpoint ties a place in that record to a block.
module.exports = class History1795232587886 {
    name = 'History1795232587886'

    async up(db) {
        await db.query(`CREATE SCHEMA history`)
        // seq counts images and checkpoints alike: what happened after a checkpoint has a greater one. One process writes a chain.
        await db.query(`CREATE SEQUENCE history.seq`)
        await db.query(`CREATE TABLE history.row_image (
            chain_id integer NOT NULL,
            seq bigint NOT NULL DEFAULT nextval('history.seq'),
            table_name text NOT NULL,
            row_id text NOT NULL,
            image jsonb NOT NULL,
            PRIMARY KEY (chain_id, seq))`)
        // The rows as a batch left them: those of the block number and hash.
        await db.query(`CREATE TABLE history.checkpoint (
            chain_id integer NOT NULL,
            number integer NOT NULL,
            hash text NOT NULL,
            parent_hash text NOT NULL,
            timestamp timestamptz NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (chain_id, number))`)
        // How many blocks below the head can be taken back; set by the processor from its address book.
        await db.query(`CREATE TABLE history.retention (chain_id integer PRIMARY KEY, blocks integer NOT NULL)`)

        await db.query(`CREATE FUNCTION history.keep_image() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO history.row_image (chain_id, table_name, row_id, image)
                    SELECT old_row.chain_id, TG_TABLE_NAME, old_row.id, to_jsonb(old_row) FROM old_row;
                RETURN NULL;
            END $$`)
        // Every table of rows that the chain says. Those that are derived from them hang on them and go with them.
        const tables = await db.query(`SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'head'
            GROUP BY table_name HAVING bool_or(column_name = 'id') AND bool_or(column_name = 'chain_id') AND bool_or(column_name IN ('block_number', 'number'))`)
        for (const { table_name: table } of tables) {
            for (const event of ['UPDATE', 'DELETE']) {
                await db.query(`CREATE TRIGGER "${table}_history_${event.toLowerCase()}" AFTER ${event} ON "${table}"
                    REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION history.keep_image()`)
            }
        }

        await db.query(`CREATE FUNCTION history.head_moved() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                kept_from integer;
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    -- The first batch of a chain: whatever is known of it here is of an index that is gone.
                    DELETE FROM history.checkpoint WHERE chain_id = NEW.chain_id;
                    DELETE FROM history.row_image WHERE chain_id = NEW.chain_id;
                ELSIF NEW.number <= OLD.number THEN
                    -- A rollback. The head is the first to be taken back, so this is no checkpoint: the one that was made then still holds.
                    DELETE FROM history.checkpoint WHERE chain_id = NEW.chain_id AND (number > NEW.number OR (number = NEW.number AND hash <> NEW.hash));
                    RETURN NULL;
                END IF;
                INSERT INTO history.checkpoint (chain_id, number, hash, parent_hash, timestamp, seq)
                    VALUES (NEW.chain_id, NEW.number, NEW.hash, NEW.parent_hash, NEW.timestamp, nextval('history.seq'));
                -- The newest checkpoint at or below the limit stays: whatever lies above the limit can be taken back to it.
                SELECT max(c.number) INTO kept_from FROM history.checkpoint c LEFT JOIN history.retention r ON r.chain_id = c.chain_id
                    WHERE c.chain_id = NEW.chain_id AND c.number <= NEW.number - coalesce(r.blocks, 0);
                DELETE FROM history.checkpoint WHERE chain_id = NEW.chain_id AND number < kept_from;
                IF FOUND THEN
                    DELETE FROM history.row_image WHERE chain_id = NEW.chain_id
                        AND seq < (SELECT seq FROM history.checkpoint WHERE chain_id = NEW.chain_id AND number = kept_from);
                END IF;
                RETURN NULL;
            END $$`)
        await db.query(`CREATE TRIGGER head_history AFTER INSERT OR UPDATE ON head FOR EACH ROW EXECUTE FUNCTION history.head_moved()`)
    }

    async down(db) {
        await db.query(`DROP SCHEMA history CASCADE`)
    }
}
