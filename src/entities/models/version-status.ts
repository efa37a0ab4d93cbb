// Is a model version for sale? What is trained is RECORDED, PUBLISHED once it has rates, and DEPRECATED until it is published again.
import type { Row } from '../rows'

export type VersionStatus = 'RECORDED' | 'PUBLISHED' | 'DEPRECATED'

type Version = Pick<Row<'modelVersion'>, 'deprecatedReason'> & {
  readonly publishedInputRatePer1k: bigint | string | null
}

/** A rate of 0 is one, and an empty reason deprecates. */
export function versionStatusOf({ publishedInputRatePer1k, deprecatedReason }: Version): VersionStatus {
  if (publishedInputRatePer1k === null) return 'RECORDED'
  return deprecatedReason === null ? 'PUBLISHED' : 'DEPRECATED'
}
