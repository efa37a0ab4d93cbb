// Rows that are derived, not said by the chain: contents behind hashes, runs of the attribution engine, verdicts, and
// the bookkeeping between processes. What hangs on a block goes with it: every derived row of an inference cascades.
module.exports = class Derived1795232587885 {
    name = 'Derived1795232587885'

    async up(db) {
        // What is known of each hash or root the chain anchors. Content is what it hashes to, wherever it came from,
        // so these rows outlive rollbacks. kind: ROWS, OUTPUT, INPUT, LEAVES; status: ANCHORED, MISSING, MISMATCH, REMOVED.
        await db.query(`CREATE TABLE content (
            hash text PRIMARY KEY,
            kind text NOT NULL,
            status text NOT NULL,
            reason text,
            byte_length bigint)`)
        // Texts by the keccak256 of their UTF-8 bytes; bytea, because PostgreSQL's text refuses U+0000. body is null after a takedown.
        await db.query(`CREATE TABLE content_text (hash text PRIMARY KEY, body bytea)`)
        await db.query(`CREATE TABLE content_row (root text NOT NULL, row integer NOT NULL, text_hash text NOT NULL, PRIMARY KEY (root, row))`)
        await db.query(`CREATE INDEX content_row_text_hash ON content_row (text_hash)`)
        await db.query(`CREATE TABLE content_leaf (
            root text NOT NULL, index integer NOT NULL, datanet_number numeric NOT NULL, contribution_number numeric NOT NULL,
            row bigint NOT NULL, contributor text NOT NULL, share_ppb bigint NOT NULL, PRIMARY KEY (root, index))`)
        // Effort: attempts and times. No comparison of rows looks here.
        await db.query(`CREATE TABLE content_fetch (
            hash text NOT NULL, uri text NOT NULL, attempts integer NOT NULL, last_attempt_at timestamptz NOT NULL,
            last_code text, last_error text, duration_ms integer NOT NULL, PRIMARY KEY (hash, uri))`)

        // What the engine computed for an inference with a method. id = <inference id>-<method>.
        await db.query(`CREATE TABLE run (
            id text PRIMARY KEY,
            inference_id character varying NOT NULL REFERENCES inference ON DELETE CASCADE,
            method text NOT NULL,
            method_version text NOT NULL,
            engine text NOT NULL,
            tokenizer text NOT NULL,
            data_set text NOT NULL,
            parameters jsonb NOT NULL,
            tokens integer NOT NULL,
            unattributed_ppb bigint NOT NULL)`)
        await db.query(`CREATE INDEX run_inference ON run (inference_id)`)
        await db.query(`CREATE TABLE share (
            run_id text NOT NULL REFERENCES run ON DELETE CASCADE,
            rank integer NOT NULL,
            contribution_id character varying NOT NULL,
            row integer NOT NULL,
            share_ppb bigint NOT NULL,
            tokens integer NOT NULL,
            evidence double precision NOT NULL,
            PRIMARY KEY (run_id, rank))`)
        await db.query(`CREATE INDEX share_data_point ON share (contribution_id, row)`)
        // The passage's text is output.slice(start_offset, end_offset), in UTF-16 code units; it is stored nowhere twice.
        await db.query(`CREATE TABLE passage (
            run_id text NOT NULL REFERENCES run ON DELETE CASCADE,
            index integer NOT NULL,
            start_offset integer NOT NULL,
            end_offset integer NOT NULL,
            tokens integer NOT NULL,
            information double precision NOT NULL,
            threshold double precision NOT NULL,
            owners integer NOT NULL,
            credited boolean NOT NULL,
            reason text,
            sources_total integer NOT NULL,
            PRIMARY KEY (run_id, index))`)
        await db.query(`CREATE TABLE passage_source (
            run_id text NOT NULL,
            passage_index integer NOT NULL,
            index integer NOT NULL,
            contribution_id character varying NOT NULL,
            row integer NOT NULL,
            source_start integer NOT NULL,
            source_end integer NOT NULL,
            PRIMARY KEY (run_id, passage_index, index),
            FOREIGN KEY (run_id, passage_index) REFERENCES passage ON DELETE CASCADE)`)
        await db.query(`CREATE INDEX passage_source_data_point ON passage_source (run_id, contribution_id, row)`)
        // The claim beside the run. status: PENDING, UNCLAIMED, RECOMPUTED, MISMATCH, UNVERIFIABLE.
        await db.query(`CREATE TABLE verdict (
            inference_id character varying NOT NULL REFERENCES inference ON DELETE CASCADE,
            method text NOT NULL,
            claim_id character varying REFERENCES attribution_claim ON DELETE CASCADE,
            status text NOT NULL,
            distance_ppb bigint,
            reason text,
            detail text,
            worst jsonb,
            PRIMARY KEY (inference_id, method))`)
        await db.query(`CREATE INDEX verdict_status ON verdict (method, status)`)
        await db.query(`CREATE INDEX verdict_claim ON verdict (claim_id)`)

        // The outbox: what the attributor has to look at. Written in the transaction that changed the subject, so
        // nothing is forgotten in a crash. kind: CONTRIBUTION, MODEL_VERSION, INFERENCE.
        await db.query(`CREATE TABLE attribution_due (kind text NOT NULL, subject text NOT NULL, PRIMARY KEY (kind, subject))`)
        await db.query(`CREATE FUNCTION attribution_due_add() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- DO UPDATE, not DO NOTHING: it locks a row that is there already until this transaction commits, so that nobody
                -- takes it away before the change it stands for can be seen.
                EXECUTE format('INSERT INTO attribution_due (kind, subject) SELECT DISTINCT %1$L, %2$I FROM changed WHERE %2$I IS NOT NULL
                    ON CONFLICT (kind, subject) DO UPDATE SET subject = excluded.subject', TG_ARGV[0], TG_ARGV[1]);
                PERFORM pg_notify('headwater_due', '');
                RETURN NULL;
            END $$`)
        const due = [
            ['contribution', 'INSERT', 'NEW', 'CONTRIBUTION', 'id'],
            ['training_data', 'INSERT', 'NEW', 'MODEL_VERSION', 'model_version_id'],
            ['inference', 'INSERT', 'NEW', 'INFERENCE', 'id'],
            ['attribution_claim', 'INSERT', 'NEW', 'INFERENCE', 'inference_id'],
            // A claim that a fork took away takes its verdict along: the inference is judged again.
            ['attribution_claim', 'DELETE', 'OLD', 'INFERENCE', 'inference_id'],
        ]
        for (const [table, event, side, kind, column] of due) {
            await db.query(`CREATE TRIGGER ${table}_due_${event.toLowerCase()} AFTER ${event} ON "${table}"
                REFERENCING ${side} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION attribution_due_add('${kind}', '${column}')`)
        }

        // _meta.revision = sum(number). Every writer raises a row of its own inside its transaction: exact, and nobody waits for anybody.
        await db.query(`CREATE TABLE revision (writer text PRIMARY KEY, number bigint NOT NULL)`)
        await db.query(`CREATE FUNCTION raise_revision(writer_name text) RETURNS void LANGUAGE sql AS $$
            INSERT INTO revision (writer, number) VALUES (writer_name, 1) ON CONFLICT (writer) DO UPDATE SET number = revision.number + 1;
            SELECT pg_notify('headwater_revision', '') $$`)
        await db.query(`CREATE FUNCTION head_moved() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM raise_revision('processor');
                RETURN NULL;
            END $$`)
        await db.query(`CREATE TRIGGER head_moved AFTER INSERT OR UPDATE OR DELETE ON head FOR EACH STATEMENT EXECUTE FUNCTION head_moved()`)
    }

    async down(db) {
        await db.query(`DROP TRIGGER head_moved ON head`)
        await db.query(`DROP FUNCTION head_moved()`)
        await db.query(`DROP FUNCTION raise_revision(text)`)
        for (const table of ['contribution', 'training_data', 'inference', 'attribution_claim']) {
            await db.query(`DROP TRIGGER ${table}_due_insert ON "${table}"`)
        }
        await db.query(`DROP TRIGGER attribution_claim_due_delete ON attribution_claim`)
        await db.query(`DROP FUNCTION attribution_due_add()`)
        await db.query(`DROP TABLE revision, attribution_due, verdict, passage_source, passage, share, run, content_fetch, content_leaf, content_row, content_text, content`)
    }
}
