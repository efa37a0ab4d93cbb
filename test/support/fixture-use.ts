// Rows of models and their use: versions, training data, inferences, claims, and the money that followed.
import {
  datanetId,
  inferenceId,
  modelId,
  modelVersionId,
  positionId,
  stakeId,
  trainingDataId,
} from '../../src/events/ids'
import { type At, addressOf, CHAIN, hashOf, position, type Writer } from './fixture-row'

export function modelRows({ insert }: Writer) {
  return {
    model: async (number: number, given: At & { owner: string; name?: string }) => {
      const id = modelId(CHAIN, number)
      await insert('model', {
        id,
        model_id: number,
        owner_id: given.owner,
        name: given.name ?? `model ${number}`,
        metadata_uri: '',
        ...position(given),
      })
      return id
    },
    modelVersion: async (model: string, version: number, given: At & { trainer: string }) => {
      const id = modelVersionId(model, version)
      const hash = hashOf('weights', model, version)
      await insert('model_version', {
        id,
        model_id: model,
        version,
        trainer_id: given.trainer,
        training_method: 'FULL',
        config_hash: hash,
        weights_hash: hash,
        gradients_hash: hash,
        artifacts_uri: '',
        ...position(given),
      })
      return id
    },
    trainingData: async (
      version: string,
      given: At & { datanet: number; datanetVersion: number; datanetVersionId: string },
    ) => {
      await insert('training_data', {
        id: trainingDataId(version, given.datanet, given.datanetVersion),
        model_version_id: version,
        datanet_number: given.datanet,
        datanet_version_number: given.datanetVersion,
        datanet_version_id: given.datanetVersionId,
        ...position(given),
      })
    },
  }
}

export function useRows({ insert }: Writer) {
  return {
    inference: async (
      name: string,
      given: At & {
        model: string | null
        version: string | null
        caller: string
        output: string
        fee?: string
        uri?: string
      },
    ) => {
      const onChain = hashOf('inference', name)
      const id = inferenceId(CHAIN, onChain)
      await insert('inference', {
        id,
        inference_id: onChain,
        model_number: 1,
        version_number: 1,
        model_id: given.model,
        model_version_id: given.version,
        caller_id: given.caller,
        agent_number: 0,
        input_hash: hashOf('input', name),
        output_hash: hashOf('text', given.output),
        content_uri: given.uri ?? `https://content.example/${name}`,
        tokens_in: 5,
        tokens_out: 7,
        fee: given.fee ?? '1000',
        host: addressOf('host'),
        ...position(given),
      })
      return id
    },
    claim: async (
      inference: string,
      given: At & { root: string; count: number; unattributedPpb: number; method?: string },
    ) => {
      const id = positionId({ chainId: CHAIN, blockNumber: given.block, logIndex: given.log ?? 0 })
      await insert('attribution_claim', {
        id,
        inference_id: inference,
        method: given.method ?? 'SUFFIX_ARRAY',
        method_version: 'suffix-array/1',
        root: given.root,
        count: given.count,
        unattributed_ppb: given.unattributedPpb,
        evidence_uri: 'https://content.example/evidence',
        ...position(given),
      })
      return id
    },
  }
}

export function moneyRows({ insert }: Writer) {
  return {
    split: async (
      inference: string,
      given: At & { fee: string; contributors: string; difference?: string; method?: string },
    ) => {
      const rest = BigInt(given.fee) - BigInt(given.contributors) - BigInt(given.difference ?? 0)
      await insert('fee_split', {
        id: positionId({ chainId: CHAIN, blockNumber: given.block, logIndex: given.log ?? 0 }),
        inference_id: inference,
        fee: given.fee,
        platform: rest.toString(),
        model: 0,
        compute: 0,
        stakers: 0,
        contributors: given.contributors,
        difference: given.difference ?? 0,
        method: given.method ?? 'SUFFIX_ARRAY',
        ...position(given),
      })
    },
    reward: async (
      inference: string,
      given: At & { recipient: string; datanet: number; amount: string; role?: string },
    ) => {
      await insert('reward', {
        id: positionId({ chainId: CHAIN, blockNumber: given.block, logIndex: given.log ?? 0 }),
        inference_id: inference,
        recipient_id: given.recipient,
        role: given.role ?? 'CONTRIBUTOR',
        datanet_number: given.datanet,
        datanet_id: datanetId(CHAIN, given.datanet),
        amount: given.amount,
        ...position(given),
      })
    },
    stake: async (number: number, given: At & { recipient: string; amount: string }) => {
      const id = stakeId(CHAIN, number)
      await insert('stake', {
        id,
        staking_id: number,
        recipient_id: given.recipient,
        amount: given.amount,
        topped_up: 0,
        principal: given.amount,
        accruing_since: position(given)['timestamp'],
        status: 'ACTIVE',
        ...position(given),
      })
      return id
    },
  }
}
