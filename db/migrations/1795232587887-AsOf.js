// Every table as it was at a block: views of the same names in a schema of their own, over the rows as they are and their images.
// `history.stand_at` puts that schema first for a transaction; whatever is read then is read as of the block, by the same statements.

// Columns by which rows are found and ordered are read from the row as it is: they stay what they were when the row was made, except
// these. A test holds this against chains made by chance.
const MOVING = {
    adapter_deployment: ['position'],
    contribution: ['reviewer_id'],
    stake: ['recipient_id'],
    timelock_call: ['position'],
    timelock_operation: ['position'],
    token_allowance: ['position'],
}
const POSITION = ['block_number', 'block_hash', 'timestamp', 'transaction_hash', 'log_index']

// The block at which a row's chain stands. Each current_setting is read once a statement, and bounds an index.
const at = (row) => `CASE ${row}.chain_id WHEN (SELECT current_setting('headwater.chain')::integer) THEN (SELECT current_setting('headwater.block')::integer)
    ELSE history.block_of(${row}.chain_id) END`

module.exports = class AsOf1795232587887 {
    name = 'AsOf1795232587887'

    async up(db) {
        await db.query(`CREATE SCHEMA asof`)
        await db.query(`CREATE FUNCTION history.block_of(chain integer) RETURNS integer LANGUAGE sql STABLE AS $$
            SELECT coalesce((current_setting('headwater.others')::jsonb ->> chain::text)::integer, -1) $$`)
        // What is known of a chain's blocks: where batches ended, and where events stand.
        await db.query(`CREATE VIEW history.known_block AS
            SELECT chain_id, number, hash, parent_hash, timestamp FROM history.checkpoint
            UNION ALL SELECT chain_id, number, hash, parent_hash, timestamp FROM public.block`)
        // The other chains stand at the newest of their blocks that is not later than this one's origin on L1; where no origin is known, than
        // this one itself.
        await db.query(`CREATE FUNCTION history.stand_at(chain integer, block integer) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                moment timestamptz;
                others jsonb;
                top record;
            BEGIN
                SELECT o.l1_timestamp INTO moment FROM public.block b JOIN public.l1_origin o ON o.id = b.id
                    WHERE b.chain_id = chain AND b.number <= block AND o.l1_timestamp IS NOT NULL ORDER BY b.number DESC LIMIT 1;
                IF moment IS NULL THEN
                    SELECT b.timestamp INTO moment FROM history.known_block b WHERE b.chain_id = chain AND b.number <= block ORDER BY b.number DESC LIMIT 1;
                END IF;
                SELECT coalesce(jsonb_object_agg(h.chain_id, (SELECT coalesce(max(b.number), -1) FROM history.known_block b
                        WHERE b.chain_id = h.chain_id AND b.timestamp <= moment)), '{}')
                    INTO others FROM public.head h WHERE h.chain_id <> chain;
                SELECT t.chain_id, t.number INTO top FROM (SELECT chain, block UNION ALL SELECT key::integer, value::integer FROM jsonb_each_text(others)) t(chain_id, number)
                    ORDER BY t.chain_id DESC LIMIT 1;
                PERFORM set_config('headwater.chain', chain::text, true), set_config('headwater.block', block::text, true), set_config('headwater.others', others::text, true),
                    set_config('headwater.top_chain', top.chain_id::text, true), set_config('headwater.top_block', top.number::text, true),
                    set_config('search_path', 'asof, public', true);
            END $$`)
        // The chains whose record does not reach back to where they would stand; after stand_at.
        await db.query(`CREATE VIEW history.beyond_record AS SELECT k.chain_id, k.from_block FROM history.kept k WHERE k.from_block > ${at('k')}`)
        const tables = await db.query(`SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE p.proname = 'keep_image' ORDER BY 1`)
        for (const { name } of tables) await db.query(viewOf(name, await columnsOf(db, name)))
        await db.query(`CREATE VIEW asof.head AS SELECT h.id, h.chain_id, b.number, b.hash, b.parent_hash, b.timestamp, h.contracts FROM public.head h, LATERAL (
            SELECT * FROM history.known_block k WHERE k.chain_id = h.chain_id AND k.number <= ${at('h')} ORDER BY k.number DESC, k.parent_hash NULLS LAST LIMIT 1) b`)
        // What was computed hangs on what the chain says. Of a verdict whose claim came later only what we computed remains.
        await db.query(`CREATE VIEW asof.run AS SELECT r.* FROM public.run r WHERE EXISTS (SELECT FROM asof.inference i WHERE i.id = r.inference_id)`)
        const isClaimed = `(v.claim_id IS NULL OR c.id IS NOT NULL)`
        const isComputed = `EXISTS (SELECT FROM public.run r WHERE r.inference_id = v.inference_id AND r.method = v.method)`
        await db.query(`CREATE VIEW asof.verdict AS SELECT v.inference_id, v.method, c.id AS claim_id,
                CASE WHEN ${isClaimed} OR NOT ${isComputed} THEN v.status ELSE 'UNCLAIMED' END AS status,
                CASE WHEN ${isClaimed} THEN v.distance_ppb END AS distance_ppb,
                CASE WHEN ${isClaimed} OR NOT ${isComputed} THEN v.reason END AS reason,
                CASE WHEN ${isClaimed} OR NOT ${isComputed} THEN v.detail END AS detail,
                CASE WHEN ${isClaimed} THEN v.worst END AS worst
            FROM public.verdict v JOIN asof.inference i ON i.id = v.inference_id LEFT JOIN asof.attribution_claim c ON c.id = v.claim_id
            WHERE ${isClaimed} OR v.method = 'SUFFIX_ARRAY'`)
    }

    async down(db) {
        await db.query(`DROP SCHEMA asof CASCADE`)
    }
}

module.exports.MOVING = MOVING
module.exports.POSITION = POSITION

async function columnsOf(db, table) {
    return db.query(`SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
            EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)) AS "isIndexed"
        FROM pg_attribute a WHERE a.attrelid = '"${table}"'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`)
}

// The row, where no image ends after the block; else the first of those that do. Both joins are by unique keys, so that who only counts
// pays for neither. The comparison of rows at the end holds whenever the one before it does, and is a range of the index in chain order.
function viewOf(table, columns) {
    const moving = (MOVING[table] ?? []).flatMap((name) => (name === 'position' ? POSITION : [name]))
    const number = table === 'block' ? 'number' : 'block_number'
    const isStill = ({ name, isIndexed }) => !moving.includes(name) && (isIndexed || name === 'chain_id' || POSITION.includes(name))
    const read = (column) => (isStill(column) ? `live."${column.name}"` : `CASE WHEN image.row_id IS NULL THEN live."${column.name}" ELSE ${imaged(table, column)} END`)
    const born = read(columns.find(({ name }) => name === number))
    return `CREATE VIEW asof."${table}" AS SELECT ${columns.map((column) => `${read(column)} AS "${column.name}"`).join(', ')}
        FROM public."${table}" live
        LEFT JOIN LATERAL (SELECT min(i.until_block) AS until_block FROM history.row_image i
            WHERE i.table_name = '${table}' AND i.row_id = live.id AND i.until_block > ${at('live')}) ended ON true
        LEFT JOIN history.row_image image ON image.table_name = '${table}' AND image.row_id = live.id AND image.until_block = ended.until_block
        WHERE ${born} <= ${at('live')}
            AND (live.chain_id, ${born}) <= ((SELECT current_setting('headwater.top_chain')::integer), (SELECT current_setting('headwater.top_block')::integer))`
}

function imaged(table, { name, type }) {
    if (type === 'jsonb') return `nullif(image.image -> '${name}', 'null')`
    if (type.endsWith('[]')) return `(jsonb_populate_record(NULL::public."${table}", image.image))."${name}"`
    return `(image.image ->> '${name}')::${type}`
}
