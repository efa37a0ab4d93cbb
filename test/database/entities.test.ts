// A row that was saved and loaded again is the row that was saved: a batch border between two events changes nothing.
import { expect, test } from 'vitest'
import { toChange } from '../../src/database/store/entities'
import { ModelVersion } from '../../src/model'

test('what the store reads as undefined is null again', () => {
  // As the store gives it back: numeric columns without a value are undefined, others null.
  const loaded = new ModelVersion({ id: 'v', deprecatedReason: null })
  Object.assign(loaded, { publishedInputRatePer1k: undefined, publishedOutputRatePer1k: undefined })
  expect(toChange('modelVersion', loaded).row).toMatchObject({
    publishedInputRatePer1k: null,
    publishedOutputRatePer1k: null,
    deprecatedReason: null,
  })
})
