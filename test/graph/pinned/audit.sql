select "d0"."id" as "id" from "inference" as "d0" where "d0"."id" = $1 limit $2;

select "d0"."chain_id" as "chainId", "d0"."block_number" as "blockNumber", "d0"."block_hash" as "blockHash", "d0"."timestamp" as "timestamp", "d0"."transaction_hash" as "transactionHash", "d0"."log_index" as "logIndex", "d0"."fee" as "fee", "d0"."platform" as "platform", "d0"."model" as "model", "d0"."compute" as "compute", "d0"."stakers" as "stakers", "d0"."contributors" as "contributors", "d0"."difference" as "difference", "d0"."method" as "method", "d0"."id" as "id" from "fee_split" as "d0" where "d0"."inference_id" = $1 order by "d0"."block_number" desc, "d0"."log_index" desc limit $2;

select inference_id as "inferenceId", method, status, distance_ppb::text as "distancePpb", reason, detail, worst from verdict where inference_id = any($1::text[]) order by method = 'SUFFIX_ARRAY' desc, method;
