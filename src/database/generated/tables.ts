import { bigint, boolean, customType, doublePrecision, foreignKey, index, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, varchar } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"



export const account = pgTable("account", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	address: text().notNull(),
	rewardsAccrued: numeric("rewards_accrued").notNull(),
	rewardsWithdrawn: numeric("rewards_withdrawn").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_406b8f25c3a56803d5ec72777f").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_83603c168bc00b20544539fbea").using("btree", table.address.asc().nullsLast()),
]);

export const adapter = pgTable("adapter", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	adapterId: numeric("adapter_id").notNull(),
	modelNumber: numeric("model_number").notNull(),
	versionNumber: numeric("version_number").notNull(),
	rank: numeric().notNull(),
	weightsHash: text("weights_hash").notNull(),
	uri: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	modelId: varchar("model_id").references(() => model.id),
	modelVersionId: varchar("model_version_id").references(() => modelVersion.id),
	ownerId: varchar("owner_id").references(() => account.id),
}, (table) => [
	index("IDX_0dc2a5c5ba38e1b9a282f84d33").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_98c576f20539358b92095d7237").using("btree", table.modelVersionId.asc().nullsLast()),
	index("IDX_b166211eac67bdefbc77ba037f").using("btree", table.ownerId.asc().nullsLast()),
	index("IDX_b5a10043efa4ba95f105d2aa80").using("btree", table.modelId.asc().nullsLast()),
]);

export const adapterDeployment = pgTable("adapter_deployment", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	status: text().notNull(),
	retiredBlockNumber: integer("retired_block_number"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	adapterId: varchar("adapter_id").references(() => adapter.id),
	hostId: varchar("host_id").references(() => host.id),
}, (table) => [
	index("IDX_b48731ebaa2fbcb4c77998d41f").using("btree", table.adapterId.asc().nullsLast()),
	index("IDX_da8d493fb454f6a9fc9fb69a64").using("btree", table.hostId.asc().nullsLast()),
	index("IDX_e5214360063a145ffc75482abc").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const adapterUse = pgTable("adapter_use", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	adapterNumber: numeric("adapter_number").notNull(),
	weightPpm: numeric("weight_ppm").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	inferenceId: varchar("inference_id").references(() => inference.id),
	adapterId: varchar("adapter_id").references(() => adapter.id),
}, (table) => [
	index("IDX_04dcf37833ded8eeb1271ab6ff").using("btree", table.inferenceId.asc().nullsLast()),
	index("IDX_3c25ce4a170e04a0f96709dfc5").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_809e75d02797f72c076d1eb7a1").using("btree", table.adapterId.asc().nullsLast()),
]);

export const agent = pgTable("agent", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	agentId: numeric("agent_id").notNull(),
	modelNumber: numeric("model_number").notNull(),
	metadataUri: text("metadata_uri").notNull(),
	stake: numeric().notNull(),
	slashed: numeric().notNull(),
	status: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	ownerId: varchar("owner_id").references(() => account.id),
	modelId: varchar("model_id").references(() => model.id),
}, (table) => [
	index("IDX_0c0165e2237e1fdc9239b5a916").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_58c9ced22787fddcaa8ad703f3").using("btree", table.modelId.asc().nullsLast()),
	index("IDX_a447ee90098813c5fce5ae0a87").using("btree", table.ownerId.asc().nullsLast()),
]);

export const agentSlash = pgTable("agent_slash", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	amount: numeric().notNull(),
	reason: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	agentId: varchar("agent_id").references(() => agent.id),
}, (table) => [
	index("IDX_7299dac9ca0c8ac99dcd0c136c").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_ecc0cd915a0a3fd222a8b66149").using("btree", table.agentId.asc().nullsLast()),
]);

export const airdropBatch = pgTable("airdrop_batch", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	root: text().notNull(),
	contract: text().notNull(),
	isEnabled: boolean("is_enabled"),
	fee: numeric(),
	payoutCount: integer("payout_count").notNull(),
	paid: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_0d040275aef29dc31ad5d8797f").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const airdropPayout = pgTable("airdrop_payout", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	batchId: varchar("batch_id").references(() => airdropBatch.id),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_6cf77cbd721d02fc650b12f4a0").using("btree", table.accountId.asc().nullsLast()),
	index("IDX_6f4847c6e4ec34c47b6bd8b396").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_c5501e7f25efa44e826b18a368").using("btree", table.batchId.asc().nullsLast()),
]);

export const airdropSetting = pgTable("airdrop_setting", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	setting: text().notNull(),
	value: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_a976079931a81c5ba098633ca8").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const attributionClaim = pgTable("attribution_claim", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	method: text().notNull(),
	methodVersion: text("method_version").notNull(),
	root: text().notNull(),
	count: numeric().notNull(),
	unattributedPpb: numeric("unattributed_ppb").notNull(),
	evidenceUri: text("evidence_uri").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	inferenceId: varchar("inference_id").references(() => inference.id),
}, (table) => [
	index("IDX_2670a88f53b1d7edb609bc7d87").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_6a2663cc4f8e50c3d38d689dcb").using("btree", table.inferenceId.asc().nullsLast()),
]);

export const attributionDue = pgTable("attribution_due", {
	kind: text().notNull(),
	subject: text().notNull(),
}, (table) => [
	primaryKey({ columns: [table.kind, table.subject], name: "attribution_due_pkey"}),
]);

export const baseModel = pgTable("base_model", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	baseModelId: numeric("base_model_id").notNull(),
	name: text().notNull(),
	weightsHash: text("weights_hash").notNull(),
	metadataUri: text("metadata_uri").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
});

export const block = pgTable("block", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	number: integer().notNull(),
	hash: text().notNull(),
	parentHash: text("parent_hash"),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	gasUsed: numeric("gas_used"),
	baseFee: numeric("base_fee"),
}, (table) => [
	index("IDX_c03ed582cc3a30a0f8ce2f303b").using("btree", table.chainId.asc().nullsLast(), table.number.asc().nullsLast()),
	index("IDX_f8fba63d7965bfee9f304c487a").using("btree", table.hash.asc().nullsLast()),
]);

export const bridgeDeposit = pgTable("bridge_deposit", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	to: text().notNull(),
	mint: numeric().notNull(),
	value: numeric().notNull(),
	gasLimit: numeric("gas_limit").notNull(),
	isCreation: boolean("is_creation").notNull(),
	data: text().notNull(),
	sourceHash: text("source_hash").notNull(),
	l2TransactionHash: text("l2_transaction_hash").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	fromId: varchar("from_id").references(() => account.id),
}, (table) => [
	index("IDX_1206002709fc893228bd0bd6cc").using("btree", table.sourceHash.asc().nullsLast()),
	index("IDX_26c700ee42ba3f2633d2213ac7").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_682b269540b61e0b24823c276e").using("btree", table.l2TransactionHash.asc().nullsLast()),
	index("IDX_81e7c4c23342a0dc50a7718cec").using("btree", table.fromId.asc().nullsLast()),
]);

export const bridgeWithdrawal = pgTable("bridge_withdrawal", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	target: text().notNull(),
	nonce: numeric().notNull(),
	value: numeric().notNull(),
	gasLimit: numeric("gas_limit").notNull(),
	data: text().notNull(),
	withdrawalHash: text("withdrawal_hash").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	senderId: varchar("sender_id").references(() => account.id),
}, (table) => [
	index("IDX_652a893902f509d09c6e6095ed").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_683a39118aa7d37b3b7db99c51").using("btree", table.senderId.asc().nullsLast()),
	index("IDX_e29cd698b0976f984f696bb0b7").using("btree", table.withdrawalHash.asc().nullsLast()),
]);

export const coinMovement = pgTable("coin_movement", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	kind: text().notNull(),
	from: text(),
	to: text(),
	amount: numeric().notNull(),
	isWhole: boolean("is_whole").notNull(),
	ordinal: integer().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	transactionIndex: integer("transaction_index").notNull(),
}, (table) => [
	index("IDX_109fb0ee298fc36aac49eca317").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast()),
	index("IDX_1f047cba42417c869c2658ff96").using("btree", table.transactionHash.asc().nullsLast()),
	index("IDX_2fa66c264463d9fe614c2a585f").using("btree", table.from.asc().nullsLast()),
	index("IDX_a2ebcbd2b34c45d7acfb9f7e16").using("btree", table.to.asc().nullsLast()),
]);

export const content = pgTable("content", {
	hash: text().primaryKey(),
	kind: text().notNull(),
	status: text().notNull(),
	reason: text(),
	byteLength: bigint("byte_length", { mode: 'number' }),
});

export const contentFetch = pgTable("content_fetch", {
	hash: text().notNull(),
	uri: text().notNull(),
	attempts: integer().notNull(),
	lastAttemptAt: timestamp("last_attempt_at", { withTimezone: true }).notNull(),
	lastCode: text("last_code"),
	lastError: text("last_error"),
	durationMs: integer("duration_ms").notNull(),
}, (table) => [
	primaryKey({ columns: [table.hash, table.uri], name: "content_fetch_pkey"}),
]);

export const contentLeaf = pgTable("content_leaf", {
	root: text().notNull(),
	index: integer().notNull(),
	datanetNumber: numeric("datanet_number").notNull(),
	contributionNumber: numeric("contribution_number").notNull(),
	row: bigint({ mode: 'number' }).notNull(),
	contributor: text().notNull(),
	sharePpb: bigint("share_ppb", { mode: 'number' }).notNull(),
}, (table) => [
	primaryKey({ columns: [table.root, table.index], name: "content_leaf_pkey"}),
]);

export const contentRow = pgTable("content_row", {
	root: text().notNull(),
	row: integer().notNull(),
	textHash: text("text_hash").notNull(),
}, (table) => [
	primaryKey({ columns: [table.root, table.row], name: "content_row_pkey"}),
	index("content_row_text_hash").using("btree", table.textHash.asc().nullsLast()),
]);

export const contentText = pgTable("content_text", {
	hash: text().primaryKey(),
	body: customType({ dataType: () => 'bytea' })(),
});

export const contractSetting = pgTable("contract_setting", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	setting: text().notNull(),
	eid: numeric(),
	messageType: numeric("message_type"),
	previous: text(),
	value: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_9c3884db65da4a1ba8c7654e55").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const contribution = pgTable("contribution", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contributionId: numeric("contribution_id").notNull(),
	contentRoot: text("content_root").notNull(),
	contentUri: text("content_uri").notNull(),
	rowCount: numeric("row_count").notNull(),
	byteLength: numeric("byte_length").notNull(),
	license: text().notNull(),
	stake: numeric().notNull(),
	status: text().notNull(),
	qualityPpm: numeric("quality_ppm"),
	rejectionReason: text("rejection_reason"),
	approvedBlockNumber: integer("approved_block_number"),
	approvedLogIndex: integer("approved_log_index"),
	withdrawnBlockNumber: integer("withdrawn_block_number"),
	withdrawnLogIndex: integer("withdrawn_log_index"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	datanetId: varchar("datanet_id").references(() => datanet.id),
	contributorId: varchar("contributor_id").references(() => account.id),
	reviewerId: varchar("reviewer_id").references(() => account.id),
}, (table) => [
	index("IDX_1a2ccaded5af244bdd4aa1da3e").using("btree", table.datanetId.asc().nullsLast()),
	index("IDX_2dbb170adc1fcfdd1061e5efe5").using("btree", table.contributorId.asc().nullsLast()),
	index("IDX_a530226a4aee6278134f973ac7").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_b7db5f2447d4063ad93d477080").using("btree", table.contentRoot.asc().nullsLast()),
	index("IDX_ef6a5a54e468b5f85611f5f4cd").using("btree", table.reviewerId.asc().nullsLast()),
]);

export const contributorStake = pgTable("contributor_stake", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	deposited: numeric().notNull(),
	withdrawn: numeric().notNull(),
	slashed: numeric().notNull(),
	balance: numeric().notNull(),
	penaltyScorePpm: numeric("penalty_score_ppm"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	datanetId: varchar("datanet_id").references(() => datanet.id),
	contributorId: varchar("contributor_id").references(() => account.id),
}, (table) => [
	index("IDX_84e872593ae0255b7cf512354e").using("btree", table.contributorId.asc().nullsLast()),
	index("IDX_88a0075a29aaafc46c1f104ecb").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_9276bf7bbb6268c5d68b6b4fbf").using("btree", table.datanetId.asc().nullsLast()),
]);

export const creditMovement = pgTable("credit_movement", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	movement: text().notNull(),
	amount: numeric().notNull(),
	onChainInferenceId: text("on_chain_inference_id"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	accountId: varchar("account_id").references(() => account.id),
	inferenceId: varchar("inference_id").references(() => inference.id),
}, (table) => [
	index("IDX_37084227c80e29e82c68646129").using("btree", table.accountId.asc().nullsLast()),
	index("IDX_3fcfc21d726c9b936bdd71a398").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_e37620921d5c68649a2a467a2a").using("btree", table.inferenceId.asc().nullsLast()),
]);

export const dataAccess = pgTable("data_access", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	datanetVersionNumber: numeric("datanet_version_number").notNull(),
	fee: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	datanetId: varchar("datanet_id").references(() => datanet.id),
	datanetVersionId: varchar("datanet_version_id").references(() => datanetVersion.id),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_02e882ea6cbcaa25a95ebfa9c9").using("btree", table.datanetVersionId.asc().nullsLast()),
	index("IDX_7787d012fd5d53ee8cd4270d00").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_8f0f17bd60a7cdd3d7a0e54693").using("btree", table.accountId.asc().nullsLast()),
	index("IDX_a728294804fa8285a34170cba0").using("btree", table.datanetId.asc().nullsLast()),
]);

export const datanet = pgTable("datanet", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	datanetId: numeric("datanet_id").notNull(),
	contract: text().notNull(),
	name: text().notNull(),
	category: text().notNull(),
	metadataUri: text("metadata_uri").notNull(),
	isPublic: boolean("is_public").notNull(),
	fee: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	ownerId: varchar("owner_id").references(() => account.id),
}, (table) => [
	index("IDX_8d0246185c0964cf6b06f0a0e1").using("btree", table.contract.asc().nullsLast()),
	index("IDX_cb31702feb714351045d2a97f2").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_d4d9555761a9247335bd94bab7").using("btree", table.ownerId.asc().nullsLast()),
]);

export const datanetVersion = pgTable("datanet_version", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	version: numeric().notNull(),
	dataRoot: text("data_root").notNull(),
	rowCount: numeric("row_count").notNull(),
	metadataUri: text("metadata_uri").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	datanetId: varchar("datanet_id").references(() => datanet.id),
}, (table) => [
	index("IDX_503105ada40c468bdd234c4afe").using("btree", table.datanetId.asc().nullsLast()),
	index("IDX_814d8b390af8747f05b6171bca").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const delegation = pgTable("delegation", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	tokenId: varchar("token_id").references(() => token.id),
	delegatorId: varchar("delegator_id").references(() => account.id),
	fromId: varchar("from_id").references(() => account.id),
	toId: varchar("to_id").references(() => account.id),
}, (table) => [
	index("IDX_016456e89396cd62942eb24f21").using("btree", table.toId.asc().nullsLast()),
	index("IDX_0997791179ffae879e30cff242").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_0bf3c5c0905f35067006bb2d2f").using("btree", table.delegatorId.asc().nullsLast()),
	index("IDX_562e727e803b49a0bbb6fb2ab4").using("btree", table.tokenId.asc().nullsLast()),
	index("IDX_680463bfebbbf1020ab83e58c3").using("btree", table.fromId.asc().nullsLast()),
]);

export const dispute = pgTable("dispute", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	method: text().notNull(),
	bond: numeric().notNull(),
	reasonUri: text("reason_uri").notNull(),
	status: text().notNull(),
	resolvedBlockNumber: integer("resolved_block_number"),
	resolvedLogIndex: integer("resolved_log_index"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	inferenceId: varchar("inference_id").references(() => inference.id),
	challengerId: varchar("challenger_id").references(() => account.id),
}, (table) => [
	index("IDX_02888b72506f66e596bea589af").using("btree", table.challengerId.asc().nullsLast()),
	index("IDX_3fdd657bd62512cb7b4d29b1dc").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_e0b9e2a6488c992f6fa82b8b61").using("btree", table.inferenceId.asc().nullsLast()),
]);

export const feeSplit = pgTable("fee_split", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	fee: numeric().notNull(),
	platform: numeric().notNull(),
	model: numeric().notNull(),
	compute: numeric().notNull(),
	stakers: numeric().notNull(),
	contributors: numeric().notNull(),
	difference: numeric().notNull(),
	method: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	inferenceId: varchar("inference_id").references(() => inference.id),
}, (table) => [
	index("IDX_b50840c24c114a569fc0587540").using("btree", table.inferenceId.asc().nullsLast()),
	index("IDX_c5aa1d44a2085aff5ab4c586c4").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const governanceParameter = pgTable("governance_parameter", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	parameter: text().notNull(),
	previous: text().notNull(),
	value: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_28ba0e4fb45acd9c5f9ec9b9ac").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const grant = pgTable("grant", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	grantId: numeric("grant_id").notNull(),
	tier: text().notNull(),
	area: text().notNull(),
	amountUsd: numeric("amount_usd").notNull(),
	metadataUri: text("metadata_uri").notNull(),
	status: text().notNull(),
	closedReason: text("closed_reason"),
	closedBlockNumber: integer("closed_block_number"),
	plannedUsd: numeric("planned_usd").notNull(),
	reachedUsd: numeric("reached_usd").notNull(),
	releasedUsd: numeric("released_usd").notNull(),
	disbursed: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	recipientId: varchar("recipient_id").references(() => account.id),
}, (table) => [
	index("IDX_2d77d4ea31e25fed686f16c05f").using("btree", table.recipientId.asc().nullsLast()),
	index("IDX_de35f3fddcc8cb695fb1c55946").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const grantDisbursement = pgTable("grant_disbursement", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	milestoneNumber: numeric("milestone_number").notNull(),
	amount: numeric().notNull(),
	ground: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	grantId: varchar("grant_id").references(() => grant.id),
	milestoneId: varchar("milestone_id").references(() => grantMilestone.id),
	recipientId: varchar("recipient_id").references(() => account.id),
}, (table) => [
	index("IDX_265ed5ce7dc0201ff3472208b2").using("btree", table.recipientId.asc().nullsLast()),
	index("IDX_2ea19ef434bd5a9deacf320354").using("btree", table.milestoneId.asc().nullsLast()),
	index("IDX_6169dfe7495c320457c0768596").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_f06b415f4be5909e9c14556f24").using("btree", table.grantId.asc().nullsLast()),
]);

export const grantMilestone = pgTable("grant_milestone", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	index: numeric().notNull(),
	title: text().notNull(),
	amountUsd: numeric("amount_usd").notNull(),
	status: text().notNull(),
	evidenceUri: text("evidence_uri"),
	reachedBlockNumber: integer("reached_block_number"),
	disbursed: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	grantId: varchar("grant_id").references(() => grant.id),
}, (table) => [
	index("IDX_35eac4260c9314f55c861d9c47").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_db54dda2136127fc55e390afad").using("btree", table.grantId.asc().nullsLast()),
]);

export const grantProgram = pgTable("grant_program", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	grants: integer().notNull(),
	openGrants: integer("open_grants").notNull(),
	awardedUsd: numeric("awarded_usd").notNull(),
	reachedUsd: numeric("reached_usd").notNull(),
	releasedUsd: numeric("released_usd").notNull(),
	committedUsd: numeric("committed_usd").notNull(),
	disbursed: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_54b8f1f46d87d525495f2ddf25").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const head = pgTable("head", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	number: integer().notNull(),
	hash: text().notNull(),
	parentHash: text("parent_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	contracts: text().array().notNull(),
});

export const host = pgTable("host", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	host: text().notNull(),
	gpus: numeric().notNull(),
	uri: text().notNull(),
	status: text().notNull(),
	retiredBlockNumber: integer("retired_block_number"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	operatorId: varchar("operator_id").references(() => account.id),
}, (table) => [
	index("IDX_c4557b8f3513fa73eb4cab8725").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_d106146513071f3d26142aea70").using("btree", table.operatorId.asc().nullsLast()),
	index("IDX_e8800540fb6f91f3f7224e872b").using("btree", table.host.asc().nullsLast()),
]);

export const inference = pgTable("inference", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	inferenceId: text("inference_id").notNull(),
	modelNumber: numeric("model_number").notNull(),
	versionNumber: numeric("version_number").notNull(),
	modelVersionStatus: text("model_version_status"),
	agentNumber: numeric("agent_number").notNull(),
	agentState: text("agent_state"),
	inputHash: text("input_hash").notNull(),
	outputHash: text("output_hash").notNull(),
	contentUri: text("content_uri").notNull(),
	tokensIn: numeric("tokens_in").notNull(),
	tokensOut: numeric("tokens_out").notNull(),
	fee: numeric().notNull(),
	host: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	modelId: varchar("model_id").references(() => model.id),
	modelVersionId: varchar("model_version_id").references(() => modelVersion.id),
	callerId: varchar("caller_id").references(() => account.id),
	agentId: varchar("agent_id").references(() => agent.id),
}, (table) => [
	index("IDX_27f69c4bbb03864a6a54f9586a").using("btree", table.agentId.asc().nullsLast()),
	index("IDX_3c47b9b649ff8e9ab9d92fbdf1").using("btree", table.callerId.asc().nullsLast()),
	index("IDX_627fb4d772e47b79d04b08bc09").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_7d0fae44a21a91ed519203b277").using("btree", table.inferenceId.asc().nullsLast()),
	index("IDX_8ceb1bcd7c7c0e3a955a5e93a4").using("btree", table.modelVersionId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_b13bb0ac1338578cb6dfa9aafe").using("btree", table.modelId.asc().nullsLast()),
]);

export const l1Origin = pgTable("l1_origin", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	format: text(),
	problem: text(),
	l1Number: numeric("l1_number"),
	l1Hash: text("l1_hash"),
	l1Timestamp: timestamp("l1_timestamp", { withTimezone: true }),
	sequenceNumber: numeric("sequence_number"),
	baseFee: numeric("base_fee"),
	blobBaseFee: numeric("blob_base_fee"),
	batcherHash: text("batcher_hash"),
	l1FeeOverhead: numeric("l1_fee_overhead"),
	l1FeeScalar: numeric("l1_fee_scalar"),
	baseFeeScalar: numeric("base_fee_scalar"),
	blobBaseFeeScalar: numeric("blob_base_fee_scalar"),
	operatorFeeScalar: numeric("operator_fee_scalar"),
	operatorFeeConstant: numeric("operator_fee_constant"),
	daFootprintGasScalar: numeric("da_footprint_gas_scalar"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
}, (table) => [
	index("IDX_38f655d2bbd4f8dff464b02108").using("btree", table.blockHash.asc().nullsLast()),
	index("IDX_65c7cdc4b030a5d0dfefe9a025").using("btree", table.l1Number.asc().nullsLast()),
]);

export const model = pgTable("model", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	modelId: numeric("model_id").notNull(),
	name: text().notNull(),
	metadataUri: text("metadata_uri").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	ownerId: varchar("owner_id").references(() => account.id),
	baseModelId: varchar("base_model_id").references(() => baseModel.id),
}, (table) => [
	index("IDX_3444cdee6cbe45466c639c2236").using("btree", table.baseModelId.asc().nullsLast()),
	index("IDX_a62eb6d18c72044e09627cf3af").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_d03bf69f14040ae79f9109fc14").using("btree", table.ownerId.asc().nullsLast()),
]);

export const modelVersion = pgTable("model_version", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	version: numeric().notNull(),
	trainingMethod: text("training_method").notNull(),
	configHash: text("config_hash").notNull(),
	weightsHash: text("weights_hash").notNull(),
	gradientsHash: text("gradients_hash").notNull(),
	artifactsUri: text("artifacts_uri").notNull(),
	publishedInputRatePer1k: numeric("published_input_rate_per1k"),
	publishedOutputRatePer1k: numeric("published_output_rate_per1k"),
	deprecatedReason: text("deprecated_reason"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	modelId: varchar("model_id").references(() => model.id),
	trainerId: varchar("trainer_id").references(() => account.id),
}, (table) => [
	index("IDX_8e18ee66f9ccb7916244600eef").using("btree", table.trainerId.asc().nullsLast()),
	index("IDX_959afe36ff1a069b7cfbdb65ec").using("btree", table.modelId.asc().nullsLast()),
	index("IDX_e0ff3ac20f2eaba8ffdc2addcc").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const oftReceipt = pgTable("oft_receipt", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	guid: text().notNull(),
	sourceEid: numeric("source_eid").notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_44e071f8b531509f1ca5c6b55e").using("btree", table.guid.asc().nullsLast()),
	index("IDX_5b50e6beab3b8ed9601dca7af0").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_a98686f419c4c164e2a6e31046").using("btree", table.accountId.asc().nullsLast()),
]);

export const oftSending = pgTable("oft_sending", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	guid: text().notNull(),
	destinationEid: numeric("destination_eid").notNull(),
	amountSent: numeric("amount_sent").notNull(),
	amountReceived: numeric("amount_received").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_23deb0746d5a64ab3193ba26a1").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_38f4534949355423137f3a58e6").using("btree", table.guid.asc().nullsLast()),
	index("IDX_df08f5e9005ed8590611504b43").using("btree", table.accountId.asc().nullsLast()),
]);

export const outputRoot = pgTable("output_root", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	root: text().notNull(),
	gameType: numeric("game_type"),
	game: text(),
	outputIndex: numeric("output_index"),
	l2BlockNumber: numeric("l2_block_number"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_2548139ca6cbc3cc39af18b0ae").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_58aba375a5465a21a9e7c41f23").using("btree", table.root.asc().nullsLast()),
]);

export const passage = pgTable("passage", {
	runId: text("run_id").notNull().references(() => run.id, { onDelete: "cascade" } ),
	index: integer().notNull(),
	startOffset: integer("start_offset").notNull(),
	endOffset: integer("end_offset").notNull(),
	tokens: integer().notNull(),
	information: doublePrecision().notNull(),
	threshold: doublePrecision().notNull(),
	owners: integer().notNull(),
	credited: boolean().notNull(),
	reason: text(),
	sourcesTotal: integer("sources_total").notNull(),
}, (table) => [
	primaryKey({ columns: [table.runId, table.index], name: "passage_pkey"}),
]);

export const passageSource = pgTable("passage_source", {
	runId: text("run_id").notNull(),
	passageIndex: integer("passage_index").notNull(),
	index: integer().notNull(),
	contributionId: varchar("contribution_id").notNull(),
	row: integer().notNull(),
	sourceStart: integer("source_start").notNull(),
	sourceEnd: integer("source_end").notNull(),
}, (table) => [
	primaryKey({ columns: [table.runId, table.passageIndex, table.index], name: "passage_source_pkey"}),
	foreignKey({
		columns: [table.runId, table.passageIndex],
		foreignColumns: [passage.runId, passage.index],
		name: "passage_source_run_id_passage_index_fkey"
	}).onDelete("cascade"),
	index("passage_source_data_point").using("btree", table.runId.asc().nullsLast(), table.contributionId.asc().nullsLast(), table.row.asc().nullsLast()),
]);

export const pastRows = pgTable("past_rows", {
	id: varchar().primaryKey(),
	told: jsonb().notNull(),
});

export const proposal = pgTable("proposal", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	proposalId: numeric("proposal_id").notNull(),
	governor: text().notNull(),
	description: text().notNull(),
	voteStart: numeric("vote_start").notNull(),
	voteEnd: numeric("vote_end").notNull(),
	operation: text().notNull(),
	status: text().notNull(),
	etaSeconds: numeric("eta_seconds"),
	queuedBlockNumber: integer("queued_block_number"),
	endedBlockNumber: integer("ended_block_number"),
	votesFor: numeric("votes_for").notNull(),
	votesAgainst: numeric("votes_against").notNull(),
	votesAbstain: numeric("votes_abstain").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	proposerId: varchar("proposer_id").references(() => account.id),
}, (table) => [
	index("IDX_3e102cdd08dfc1c7363b3128ac").using("btree", table.operation.asc().nullsLast()),
	index("IDX_fc05c9a1fe472dcdcb98d8a6c4").using("btree", table.proposerId.asc().nullsLast()),
	index("IDX_ffb35284c8d9b9202e15099891").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const proposalAction = pgTable("proposal_action", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	index: integer().notNull(),
	target: text().notNull(),
	value: numeric().notNull(),
	signature: text().notNull(),
	calldata: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	proposalId: varchar("proposal_id").references(() => proposal.id),
}, (table) => [
	index("IDX_10efc3ef41ba1472d7b9bd47b4").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_ac8a482f4b80a3f4254739d334").using("btree", table.proposalId.asc().nullsLast()),
]);

export const proxy = pgTable("proxy", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	address: text().notNull(),
	name: text(),
	implementation: text(),
	beacon: text(),
	admin: text(),
	upgradeCount: integer("upgrade_count").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_8cd22a8fb9c93df9f5eda7a345").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const remainderRecipient = pgTable("remainder_recipient", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	recipientId: varchar("recipient_id").references(() => account.id),
}, (table) => [
	index("IDX_320c48ff0b121ff9ca01da5304").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_ceb3e14e89384ec7548e56f524").using("btree", table.recipientId.asc().nullsLast()),
]);

export const revision = pgTable("revision", {
	writer: text().primaryKey(),
	number: bigint({ mode: 'number' }).notNull(),
});

export const reward = pgTable("reward", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	role: text().notNull(),
	datanetNumber: numeric("datanet_number").notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	inferenceId: varchar("inference_id").references(() => inference.id),
	recipientId: varchar("recipient_id").references(() => account.id),
	datanetId: varchar("datanet_id").references(() => datanet.id),
}, (table) => [
	index("IDX_0e73ba3b773fe63cadc285ee7a").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_df8e0b3c0bc0a5131307c96210").using("btree", table.recipientId.asc().nullsLast()),
	index("IDX_e8e71f4dae915fbafbf7f0caa8").using("btree", table.inferenceId.asc().nullsLast()),
	index("IDX_f9f7f271b123a72a2efe333da8").using("btree", table.datanetId.asc().nullsLast()),
]);

export const rewardWithdrawal = pgTable("reward_withdrawal", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	recipientId: varchar("recipient_id").references(() => account.id),
}, (table) => [
	index("IDX_4e4293fb0a0c0563faf0bbc86c").using("btree", table.recipientId.asc().nullsLast()),
]);

export const roleChange = pgTable("role_change", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	role: text().notNull(),
	isGranted: boolean("is_granted").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	accountId: varchar("account_id").references(() => account.id),
	senderId: varchar("sender_id").references(() => account.id),
}, (table) => [
	index("IDX_b2038856ebeff34a66d021f521").using("btree", table.accountId.asc().nullsLast()),
	index("IDX_cbbd448b9810b0774cbc158838").using("btree", table.senderId.asc().nullsLast()),
	index("IDX_db611bdaf21e97a1b078454cc1").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const rowRemoval = pgTable("row_removal", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	rows: integer().array().notNull(),
	reason: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	contributionId: varchar("contribution_id").references(() => contribution.id),
}, (table) => [
	index("IDX_df96f61029d6a5557fcfb29140").using("btree", table.contributionId.asc().nullsLast()),
]);

export const run = pgTable("run", {
	id: text().primaryKey(),
	inferenceId: varchar("inference_id").notNull().references(() => inference.id, { onDelete: "cascade" } ),
	method: text().notNull(),
	methodVersion: text("method_version").notNull(),
	engine: text().notNull(),
	tokenizer: text().notNull(),
	dataSet: text("data_set").notNull(),
	parameters: jsonb().notNull(),
	tokens: integer().notNull(),
	unattributedPpb: bigint("unattributed_ppb", { mode: 'number' }).notNull(),
}, (table) => [
	index("run_inference").using("btree", table.inferenceId.asc().nullsLast()),
]);

export const share = pgTable("share", {
	runId: text("run_id").notNull().references(() => run.id, { onDelete: "cascade" } ),
	rank: integer().notNull(),
	contributionId: varchar("contribution_id").notNull(),
	row: integer().notNull(),
	sharePpb: bigint("share_ppb", { mode: 'number' }).notNull(),
	tokens: integer().notNull(),
	evidence: doublePrecision().notNull(),
}, (table) => [
	primaryKey({ columns: [table.runId, table.rank], name: "share_pkey"}),
	index("share_data_point").using("btree", table.contributionId.asc().nullsLast(), table.row.asc().nullsLast()),
]);

export const skippedLog = pgTable("skipped_log", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	topic0: text(),
	reason: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_212a2c3c2e0b3102449598b354").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const slash = pgTable("slash", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contributionNumber: numeric("contribution_number").notNull(),
	amount: numeric().notNull(),
	reason: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	datanetId: varchar("datanet_id").references(() => datanet.id),
	contributionId: varchar("contribution_id").references(() => contribution.id),
	contributorId: varchar("contributor_id").references(() => account.id),
}, (table) => [
	index("IDX_595ce48070f69ab963dff6adf1").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_760257626cfc12740aab6cfd4c").using("btree", table.contributionId.asc().nullsLast()),
	index("IDX_e77ab75fe8f778b8083a17392e").using("btree", table.datanetId.asc().nullsLast()),
	index("IDX_fa932437c9721421de568cf415").using("btree", table.contributorId.asc().nullsLast()),
]);

export const stake = pgTable("stake", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	stakingId: numeric("staking_id").notNull(),
	commitment: text(),
	configId: numeric("config_id"),
	amount: numeric(),
	toppedUp: numeric("topped_up").notNull(),
	principal: numeric(),
	accruingSince: timestamp("accruing_since", { withTimezone: true }).notNull(),
	status: text().notNull(),
	unstakeRequestedAt: timestamp("unstake_requested_at", { withTimezone: true }),
	unstakedAt: timestamp("unstaked_at", { withTimezone: true }),
	amountDue: numeric("amount_due"),
	amountReturned: numeric("amount_returned"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	recipientId: varchar("recipient_id").references(() => account.id),
}, (table) => [
	index("IDX_51edbc88b1c9f3b3c7f57ab48e").using("btree", table.recipientId.asc().nullsLast()),
	index("IDX_fe99f9b5d8433d73ab1e0a8b38").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const stakeState = pgTable("stake_state", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	status: text().notNull(),
	principal: numeric(),
	accruingSince: timestamp("accruing_since", { withTimezone: true }).notNull(),
	accruingUntil: timestamp("accruing_until", { withTimezone: true }),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	stakeId: varchar("stake_id").references(() => stake.id),
}, (table) => [
	index("IDX_224d99b583f2aef5214ce34927").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_7b6026c086bf573c5d70d1b4b6").using("btree", table.stakeId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const stakingConfig = pgTable("staking_config", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	configId: numeric("config_id").notNull(),
	bank: text(),
	manager: text(),
	token: text(),
	interestRate: numeric("interest_rate"),
	stakeDuration: numeric("stake_duration"),
	cooldownDuration: numeric("cooldown_duration"),
	maxStake: numeric("max_stake"),
	minStake: numeric("min_stake"),
	isActive: boolean("is_active"),
	isTopupEnabled: boolean("is_topup_enabled"),
	isPublic: boolean("is_public"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_63a36a65f1f2912b224e9f56ca").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const stakingTerms = pgTable("staking_terms", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	bank: text(),
	manager: text(),
	token: text(),
	interestRate: numeric("interest_rate"),
	stakeDuration: numeric("stake_duration"),
	cooldownDuration: numeric("cooldown_duration"),
	maxStake: numeric("max_stake"),
	minStake: numeric("min_stake"),
	isActive: boolean("is_active"),
	isTopupEnabled: boolean("is_topup_enabled"),
	isPublic: boolean("is_public"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	configId: varchar("config_id").references(() => stakingConfig.id),
}, (table) => [
	index("IDX_c2c60e81d5309893197a49a060").using("btree", table.configId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_c878a9779b4a991e6f49be1a14").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const studioAccount = pgTable("studio_account", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	deposited: numeric().notNull(),
	spent: numeric().notNull(),
	withdrawn: numeric().notNull(),
	balance: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_e125b3c3a1201d2d7240f0f023").using("btree", table.accountId.asc().nullsLast()),
	index("IDX_ff470ee51a3b5be0746d8730a4").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const systemConfigUpdate = pgTable("system_config_update", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	contract: text().notNull(),
	version: numeric().notNull(),
	setting: text().notNull(),
	data: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_166d6a5ab053c4938b9d9650a7").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const timelockCall = pgTable("timelock_call", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	index: numeric().notNull(),
	target: text().notNull(),
	value: numeric().notNull(),
	calldata: text().notNull(),
	executedBlockNumber: integer("executed_block_number"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	operationId: varchar("operation_id").references(() => timelockOperation.id),
}, (table) => [
	index("IDX_4d8239e4dc97a9d43021c4e47c").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_5a89e85fcddd1c5120a66ddff3").using("btree", table.operationId.asc().nullsLast()),
]);

export const timelockOperation = pgTable("timelock_operation", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	operationId: text("operation_id").notNull(),
	timelock: text().notNull(),
	status: text().notNull(),
	predecessor: text().notNull(),
	salt: text(),
	delaySeconds: numeric("delay_seconds").notNull(),
	readyAt: timestamp("ready_at", { withTimezone: true }).notNull(),
	scheduledCalls: integer("scheduled_calls").notNull(),
	executedCalls: integer("executed_calls").notNull(),
	endedBlockNumber: integer("ended_block_number"),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_590fe5c45e1523186878ffe103").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const token = pgTable("token", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	symbol: text().notNull(),
	contract: text().notNull(),
	supply: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
});

export const tokenAllowance = pgTable("token_allowance", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	tokenId: varchar("token_id").references(() => token.id),
	ownerId: varchar("owner_id").references(() => account.id),
	spenderId: varchar("spender_id").references(() => account.id),
}, (table) => [
	index("IDX_3d0ee0867cb1f4ae476d4f9856").using("btree", table.tokenId.asc().nullsLast()),
	index("IDX_70585ae711c2abb2a4995ed993").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_87ad3545445004d5c4a6aac599").using("btree", table.ownerId.asc().nullsLast()),
	index("IDX_b6429b7254a70d94d0a2b15e29").using("btree", table.spenderId.asc().nullsLast()),
]);

export const tokenBalance = pgTable("token_balance", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	balance: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	tokenId: varchar("token_id").references(() => token.id),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_5813c3040e74c285719679c693").using("btree", table.tokenId.asc().nullsLast()),
	index("IDX_99a7f7dbb882878975ca95e167").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_d4e04cd8874942b186b7a9d927").using("btree", table.accountId.asc().nullsLast()),
]);

export const tokenTransfer = pgTable("token_transfer", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	movement: text().notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	tokenId: varchar("token_id").references(() => token.id),
	fromId: varchar("from_id").references(() => account.id),
	toId: varchar("to_id").references(() => account.id),
}, (table) => [
	index("IDX_4dbddd00fdedf513899e70cc68").using("btree", table.tokenId.asc().nullsLast()),
	index("IDX_50e1fef2258b89cb03a2b1bbf8").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_f272327358edf76901e129ac31").using("btree", table.toId.asc().nullsLast()),
	index("IDX_f62ce2d807e8c6ce2651d2ebf9").using("btree", table.fromId.asc().nullsLast()),
]);

export const tokenWrap = pgTable("token_wrap", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	movement: text().notNull(),
	amount: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	tokenId: varchar("token_id").references(() => token.id),
	accountId: varchar("account_id").references(() => account.id),
}, (table) => [
	index("IDX_11854d792efcdc25a60f8de3af").using("btree", table.accountId.asc().nullsLast()),
	index("IDX_29aef2d4ce98cfa47e2c06aee4").using("btree", table.tokenId.asc().nullsLast()),
	index("IDX_c271a20581e842eafb1460783d").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const trainingData = pgTable("training_data", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	datanetNumber: numeric("datanet_number").notNull(),
	datanetVersionNumber: numeric("datanet_version_number").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	modelVersionId: varchar("model_version_id").references(() => modelVersion.id),
	datanetVersionId: varchar("datanet_version_id").references(() => datanetVersion.id),
}, (table) => [
	index("IDX_3a5c32c992370fa54b87f66967").using("btree", table.modelVersionId.asc().nullsLast()),
	index("IDX_5dc86c0af3711bc3edfd5ff74e").using("btree", table.datanetVersionId.asc().nullsLast()),
]);

export const transaction = pgTable("transaction", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	kind: text().notNull(),
	from: text().notNull(),
	to: text(),
	value: numeric().notNull(),
	isSuccess: boolean("is_success").notNull(),
	gasUsed: numeric("gas_used").notNull(),
	gasPrice: numeric("gas_price"),
	l1Fee: numeric("l1_fee"),
	l1GasUsed: numeric("l1_gas_used"),
	l1GasPrice: numeric("l1_gas_price"),
	l1FeeScalar: text("l1_fee_scalar"),
	l1BlobBaseFee: numeric("l1_blob_base_fee"),
	operatorFee: numeric("operator_fee"),
	fee: numeric(),
	mint: numeric(),
	sourceHash: text("source_hash"),
	tracesAvailable: boolean("traces_available").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	transactionIndex: integer("transaction_index").notNull(),
}, (table) => [
	index("IDX_290df3897fac99713afb5f3d7a").using("btree", table.from.asc().nullsLast()),
	index("IDX_39a109127cd8adf99ea4a4b328").using("btree", table.chainId.asc().nullsLast(), table.timestamp.asc().nullsLast()),
	index("IDX_6a7b2c619c9a848d95244f613f").using("btree", table.sourceHash.asc().nullsLast()),
	index("IDX_86056018f429647d9f8fbe1f36").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast()),
	index("IDX_d86c9069481cdeb4adb7199b86").using("btree", table.transactionHash.asc().nullsLast()),
]);

export const upgrade = pgTable("upgrade", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	part: text().notNull(),
	previous: text(),
	current: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	proxyId: varchar("proxy_id").references(() => proxy.id),
}, (table) => [
	index("IDX_a4e75a4e17c620bf295601b3d0").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_c43120d30583c98c0e998eb17d").using("btree", table.proxyId.asc().nullsLast()),
]);

export const verdict = pgTable("verdict", {
	inferenceId: varchar("inference_id").notNull().references(() => inference.id, { onDelete: "cascade" } ),
	method: text().notNull(),
	claimId: varchar("claim_id").references(() => attributionClaim.id, { onDelete: "cascade" } ),
	status: text().notNull(),
	distancePpb: bigint("distance_ppb", { mode: 'number' }),
	reason: text(),
	detail: text(),
	worst: jsonb(),
}, (table) => [
	primaryKey({ columns: [table.inferenceId, table.method], name: "verdict_pkey"}),
	index("verdict_claim").using("btree", table.claimId.asc().nullsLast()),
	index("verdict_status").using("btree", table.method.asc().nullsLast(), table.status.asc().nullsLast()),
]);

export const vote = pgTable("vote", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	support: text().notNull(),
	weight: numeric().notNull(),
	reason: text().notNull(),
	params: text(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	proposalId: varchar("proposal_id").references(() => proposal.id),
	voterId: varchar("voter_id").references(() => account.id),
}, (table) => [
	index("IDX_9fc49e0c875daf8507fd49e2b9").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_db85a3f8526cbaa2865faf8637").using("btree", table.proposalId.asc().nullsLast()),
	index("IDX_f5c90d8438424ec0f044ef945a").using("btree", table.voterId.asc().nullsLast()),
]);

export const votesChange = pgTable("votes_change", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	previousVotes: numeric("previous_votes").notNull(),
	votes: numeric().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
	tokenId: varchar("token_id").references(() => token.id),
	delegateId: varchar("delegate_id").references(() => account.id),
}, (table) => [
	index("IDX_678cd07ab82c6cede1eeb6d5c4").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_c00ac52d186df66cb015ad620b").using("btree", table.tokenId.asc().nullsLast()),
	index("IDX_c77329ede67a8feecf5e1a1c90").using("btree", table.delegateId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const withdrawalFinalisation = pgTable("withdrawal_finalisation", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	withdrawalHash: text("withdrawal_hash").notNull(),
	isSuccess: boolean("is_success").notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_1259127a3f4c5d80eb850d01e4").using("btree", table.withdrawalHash.asc().nullsLast()),
	index("IDX_3ade2b0664e04daa2cffb113bd").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
]);

export const withdrawalProof = pgTable("withdrawal_proof", {
	id: varchar().primaryKey(),
	chainId: integer("chain_id").notNull(),
	withdrawalHash: text("withdrawal_hash").notNull(),
	sender: text().notNull(),
	target: text().notNull(),
	blockNumber: integer("block_number").notNull(),
	blockHash: text("block_hash").notNull(),
	timestamp: timestamp({ withTimezone: true }).notNull(),
	transactionHash: text("transaction_hash").notNull(),
	logIndex: integer("log_index").notNull(),
}, (table) => [
	index("IDX_b3d08944a3affa5bd87cc55d06").using("btree", table.chainId.asc().nullsLast(), table.blockNumber.asc().nullsLast(), table.logIndex.asc().nullsLast()),
	index("IDX_c9786f17518e347599a00b9442").using("btree", table.withdrawalHash.asc().nullsLast()),
]);
