// Base models, models, training runs, inferences and claims: every event in its time and out of it.
import { describe, test } from 'vitest'
import { bytes32 } from '../support/blocks/blocks'
import { ANN, EVE, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const MODEL = '31337-0000000001'
const VERSION = `${MODEL}-v0000000001`
const INFERENCE = `31337-${bytes32(1)}`
const base = said('baseModelRegistered')
const model = said('modelRegistered')
const trained = said('trainingRecorded')
const used = said('trainingDataUsed')
const published = said('modelPublished')
const deprecated = said('modelDeprecated')
const asked = said('inferenceRecorded')
const claimed = said('attributionCommitted')
const dataVersion = [said('datanetCreated'), said('versionPublished')]

const models: Case[] = [
  ['a base model', [], base, { baseModel: [{ id: '31337-0000000001', baseModelId: 1n, name: 'Base' }] }],
  ['a base model twice', [base], base, skipped('the base model 1 exists already')],
  [
    'a base model 0',
    [],
    said('baseModelRegistered', { baseModelId: 0n }),
    skipped('a base model can not have the number 0'),
  ],
  [
    'a model on its base',
    [base],
    model,
    { account: [{ id: account(ANN) }], model: [{ id: MODEL, baseModel: '31337-0000000001', owner: account(ANN) }] },
  ],
  [
    'a model without a base',
    [],
    said('modelRegistered', { baseModelId: 0n }),
    { account: [{}], model: [{ baseModel: null }] },
  ],
  ['a model on a base that does not exist', [], model, { account: [{}], model: [{ baseModel: null }] }],
  ['a model twice', [model], model, skipped('the model 1 exists already')],
  ['a model 0', [], said('modelRegistered', { modelId: 0n }), skipped('a model can not have the number 0')],
]

const versions: Case[] = [
  [
    'a training run',
    [model],
    trained,
    {
      modelVersion: [
        {
          id: VERSION,
          model: MODEL,
          trainer: account(ANN),
          trainingMethod: 'LORA',
          publishedInputRatePer1k: null,
          deprecatedReason: null,
        },
      ],
    },
  ],
  [
    'a training run by another',
    [model],
    said('trainingRecorded', { trainer: EVE }),
    { account: [{ id: account(EVE) }], modelVersion: [{ trainer: account(EVE) }] },
  ],
  ['a training run of no model', [], trained, skipped('the model 1 does not exist')],
  ['a training run twice', [model, trained], trained, skipped('version 1 of the model 1 was recorded already')],
  [
    'a training run 0',
    [model],
    said('trainingRecorded', { version: 0n }),
    skipped('a version can not have the number 0'),
  ],
  [
    'its data',
    [...dataVersion, model, trained],
    used,
    {
      trainingData: [
        {
          id: `${VERSION}-0000000001-v0000000001`,
          modelVersion: VERSION,
          datanetNumber: 1n,
          datanetVersion: '31337-0000000001-v0000000001',
        },
      ],
    },
  ],
  [
    'data that do not exist',
    [model, trained],
    used,
    { trainingData: [{ datanetVersion: null, datanetVersionNumber: 1n }] },
  ],
  [
    'data published only later',
    [said('datanetCreated'), model, trained, used, said('versionPublished')],
    said('trainingDataUsed', { datanetVersion: 2n }),
    { trainingData: [{ datanetVersion: null }] },
  ],
  [
    'the same data twice',
    [model, trained, used],
    used,
    skipped('version 1 of the model 1 names version 1 of Datanet 1 twice'),
  ],
  ['data of no training run', [model], used, skipped('version 1 of the model 1 does not exist')],
  [
    'published',
    [model, trained],
    published,
    { modelVersion: [{ publishedInputRatePer1k: 10n, publishedOutputRatePer1k: 20n, blockNumber: 2 }] },
  ],
  [
    'published at another price',
    [model, trained, published],
    said('modelPublished', { inputRatePer1k: 0n }),
    { modelVersion: [{ publishedInputRatePer1k: 0n }] },
  ],
  ['published without training', [model], published, skipped('version 1 of the model 1 does not exist')],
  [
    'deprecated',
    [model, trained, published],
    deprecated,
    { modelVersion: [{ deprecatedReason: 'old', publishedInputRatePer1k: 10n }] },
  ],
  ['deprecated unpublished', [model, trained], deprecated, skipped('version 1 of the model 1 is not published')],
  [
    'deprecated twice',
    [model, trained, published, deprecated],
    deprecated,
    skipped('version 1 of the model 1 is not published'),
  ],
  ['deprecated without training', [], deprecated, skipped('version 1 of the model 1 does not exist')],
  [
    'published again',
    [model, trained, published, deprecated],
    published,
    { modelVersion: [{ deprecatedReason: null, publishedInputRatePer1k: 10n }] },
  ],
]

const free = said('modelPublished', { inputRatePer1k: 0n, outputRatePer1k: 0n })
const unreasoned = said('modelDeprecated', { reason: '' })
const usedAs = (modelVersionStatus: string | null) => ({ account: [{}], inference: [{ modelVersionStatus }] })
const inferences: Case[] = [
  [
    'an inference',
    [model, trained],
    asked,
    {
      account: [{ id: account(EVE) }],
      inference: [
        {
          id: INFERENCE,
          model: MODEL,
          modelVersion: VERSION,
          caller: account(EVE),
          modelNumber: 1n,
          versionNumber: 1n,
          fee: 100n,
        },
      ],
    },
  ],
  ['an inference of what is not for sale', [model, trained], asked, usedAs('RECORDED')],
  ['of what is published', [model, trained, published], asked, usedAs('PUBLISHED')],
  ['of what is deprecated', [model, trained, published, deprecated], asked, usedAs('DEPRECATED')],
  ['of what is published again', [model, trained, published, deprecated, published], asked, usedAs('PUBLISHED')],
  ['of what is published for nothing', [model, trained, free], asked, usedAs('PUBLISHED')],
  ['of what is deprecated without a reason', [model, trained, free, unreasoned], asked, usedAs('DEPRECATED')],
  ['of what is trained only later', [model], asked, usedAs(null)],
  [
    'what is deprecated later leaves it as it was',
    [model, trained, published, asked],
    deprecated,
    { modelVersion: [{ deprecatedReason: 'old' }] },
  ],
  [
    'an inference of no model',
    [],
    asked,
    { account: [{}], inference: [{ model: null, modelVersion: null, modelNumber: 1n, versionNumber: 1n }] },
  ],
  [
    'an inference of a version that does not exist',
    [model],
    asked,
    { account: [{}], inference: [{ model: MODEL, modelVersion: null }] },
  ],
  [
    'the same inference twice',
    [model, trained, asked],
    said('inferenceRecorded', { caller: ANN, fee: 1n }),
    skipped('the inference was recorded already'),
  ],
  [
    'a claim',
    [asked],
    claimed,
    {
      attributionClaim: [
        {
          id: '31337-0000000002-000000',
          inference: INFERENCE,
          method: 'SUFFIX_ARRAY',
          count: 2n,
          unattributedPpb: 400_000_000n,
        },
      ],
    },
  ],
  [
    'a claim of more than everything',
    [asked],
    said('attributionCommitted', { unattributedPpb: 2n ** 32n - 1n }),
    { attributionClaim: [{ unattributedPpb: 2n ** 32n - 1n }] },
  ],
  ['a claim of no inference', [], claimed, skipped('its inference was never recorded')],
  [
    'a claim before its inference',
    [claimed],
    said('attributionCommitted', { inferenceId: bytes32(2) }),
    skipped('its inference was never recorded'),
  ],
  [
    'a second claim of the same method',
    [asked, claimed],
    claimed,
    skipped('a claim of the method SUFFIX_ARRAY was committed already'),
  ],
  [
    'a claim of another method',
    [asked, claimed],
    said('attributionCommitted', { method: 'INFLUENCE' }),
    { attributionClaim: [{ method: 'INFLUENCE' }] },
  ],
]

describe.each([
  ['model', models],
  ['model version', versions],
  ['inference and claim', inferences],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
