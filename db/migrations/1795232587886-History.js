// What rows were before: the record that takes the index back below finality, and that answers for any block that is kept. A row's
// old image says until which block the row was so: it was, up to the block before. A row's birth is told by its own block number.
module.exports = class History1795232587886 {
    name = 'History1795232587886'

    async up(db) {
        await db.query(`CREATE SCHEMA history`)
        // Ids open with their chain, so no two chains meet in the key. By it the image of a row as of a block is one step in the index.
        await db.query(`CREATE TABLE history.row_image (
            table_name text NOT NULL,
            row_id text NOT NULL,
            until_block integer NOT NULL,
            chain_id integer NOT NULL,
            image jsonb NOT NULL,
            PRIMARY KEY (table_name, row_id, until_block))`)
        await db.query(`CREATE INDEX row_image_until ON history.row_image (chain_id, until_block)`)
        // The blocks at which batches ended: places to go back to.
        await db.query(`CREATE TABLE history.checkpoint (
            chain_id integer NOT NULL,
            number integer NOT NULL,
            hash text NOT NULL,
            parent_hash text NOT NULL,
            timestamp timestamptz NOT NULL,
            PRIMARY KEY (chain_id, number))`)
        // How many blocks below the head are kept; set by the processor from its address book.
        await db.query(`CREATE TABLE history.retention (chain_id integer PRIMARY KEY, blocks integer NOT NULL)`)
        // From which block on the record is whole. A chain without a row: from its beginning.
        await db.query(`CREATE TABLE history.kept (chain_id integer PRIMARY KEY, from_block integer NOT NULL)`)

        // The head moves before the rows of its batch, and goes back after them: whenever a row changes, it is the head's block that
        // changes it. Of a batch of several blocks only the batch knows more: what it told stands already (see past_rows).
        await db.query(`CREATE FUNCTION history.keep_image() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO history.row_image (table_name, row_id, until_block, chain_id, image)
                    SELECT TG_TABLE_NAME, old_row.id, head.number, old_row.chain_id, to_jsonb(old_row)
                    FROM old_row JOIN head ON head.chain_id = old_row.chain_id
                    WHERE current_setting('headwater.told', true) IS DISTINCT FROM head.chain_id || ' ' || head.number
                    ON CONFLICT DO NOTHING;
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

        // Where a batch of several blocks says what its rows were between them: {chain, head, images: {table: [[until, row], ...]}}.
        // Always empty: what is put here becomes images. With forgets: true there are none, and nothing is kept of what was before the
        // batch's end either: the chain is known to go on so far that all of it would soon be too old.
        await db.query(`CREATE FUNCTION history.take_past_rows() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                chain integer := NEW.told->>'chain';
                head integer := NEW.told->>'head';
            BEGIN
                PERFORM set_config('headwater.told', concat(chain, ' ', head), true);
                IF NEW.told->'forgets' = 'true' THEN
                    DELETE FROM history.checkpoint WHERE chain_id = chain AND number < head;
                    DELETE FROM history.row_image WHERE chain_id = chain AND until_block <= head;
                    INSERT INTO history.kept (chain_id, from_block) VALUES (chain, head)
                        ON CONFLICT (chain_id) DO UPDATE SET from_block = excluded.from_block;
                    RETURN NULL;
                END IF;
                INSERT INTO history.row_image (table_name, row_id, until_block, chain_id, image)
                    SELECT kind.key, one.value->1->>'id', (one.value->>0)::integer, chain, one.value->1
                    FROM jsonb_each(NEW.told->'images') kind, jsonb_array_elements(kind.value) one
                    ON CONFLICT DO NOTHING;
                RETURN NULL;
            END $$`)
        await db.query(`CREATE TRIGGER past_rows_taken BEFORE INSERT ON past_rows FOR EACH ROW EXECUTE FUNCTION history.take_past_rows()`)

        await db.query(`CREATE FUNCTION history.head_moved() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                lowest integer;
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    -- The first batch of a chain: whatever is known of it here is of an index that is gone.
                    DELETE FROM history.checkpoint WHERE chain_id = NEW.chain_id;
                    DELETE FROM history.row_image WHERE chain_id = NEW.chain_id;
                    DELETE FROM history.kept WHERE chain_id = NEW.chain_id;
                ELSIF NEW.number <= OLD.number THEN
                    -- A rollback, and its rows are back already. The checkpoint that was made then still holds.
                    DELETE FROM history.checkpoint WHERE chain_id = NEW.chain_id AND (number > NEW.number OR (number = NEW.number AND hash <> NEW.hash));
                    DELETE FROM history.row_image WHERE chain_id = NEW.chain_id AND until_block > NEW.number;
                    RETURN NULL;
                END IF;
                INSERT INTO history.checkpoint (chain_id, number, hash, parent_hash, timestamp)
                    VALUES (NEW.chain_id, NEW.number, NEW.hash, NEW.parent_hash, NEW.timestamp);
                -- The newest checkpoint at or below the limit stays: whatever lies above the limit can be taken back to it.
                -- Two statements, so that the second is one step in the index however many checkpoints there are.
                SELECT NEW.number - blocks INTO lowest FROM history.retention WHERE chain_id = NEW.chain_id;
                SELECT max(number) INTO lowest FROM history.checkpoint WHERE chain_id = NEW.chain_id AND number <= coalesce(lowest, NEW.number);
                DELETE FROM history.checkpoint WHERE chain_id = NEW.chain_id AND number < lowest;
                IF FOUND THEN
                    DELETE FROM history.row_image WHERE chain_id = NEW.chain_id AND until_block <= lowest;
                    INSERT INTO history.kept (chain_id, from_block) VALUES (NEW.chain_id, lowest)
                        ON CONFLICT (chain_id) DO UPDATE SET from_block = excluded.from_block;
                END IF;
                RETURN NULL;
            END $$`)
        await db.query(`CREATE TRIGGER head_history AFTER INSERT OR UPDATE ON head FOR EACH ROW EXECUTE FUNCTION history.head_moved()`)
    }

    async down(db) {
        await db.query(`DROP TRIGGER past_rows_taken ON past_rows`)
        await db.query(`DROP SCHEMA history CASCADE`)
    }
}
