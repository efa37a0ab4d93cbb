// The methods of attribution and the contents behind hashes, in words.

const methods = new Map([
  ['SUFFIX_ARRAY', 'what the output repeats, word for word'],
  ['INFLUENCE', 'what moved the model’s weights'],
  ['RETRIEVAL', 'what the model looked up'],
])

export function methodWords(method: string): string {
  return methods.get(method) ?? method
}

/** Why an output's text isn't shown. While a decision is pending, missing means not fetched yet. */
export function absentOutput(status: string | null, verdict: string): string {
  switch (verdict === 'PENDING' && status === 'MISSING' ? null : status) {
    case 'REMOVED':
      return 'The text of this output was removed. Its hash and the shares stay.'
    case 'MISMATCH':
      return 'The text that was served for this output does not have the hash the chain recorded, so it is not shown.'
    case 'MISSING':
      return 'The text of this output could not be fetched from the place the chain names.'
    default:
      return 'The text of this output has not been fetched yet.'
  }
}

/** Why a passage earned nothing. */
export function uncreditedWords(reason: string | null): string {
  switch (reason) {
    case 'CHANCE':
      return 'earned nothing: it could stand here by chance'
    case 'BOILERPLATE':
      return 'earned nothing: too many owners hold it'
    case 'SHORT':
      return 'earned nothing: too short'
    case 'EARLIER':
      return 'earned nothing: an earlier row brought it first'
    default:
      return 'earned nothing'
  }
}

/** Why a row's text isn't shown. */
export function absentRow(status: string): string {
  switch (status) {
    case 'RESTRICTED':
      return 'Quoted only: this row’s Datanet is private or asks a fee, so no more of it is shown than the output repeats.'
    case 'REMOVED':
      return 'The text of this row was removed. Its hash and its share stay.'
    case 'MISMATCH':
      return 'The text that was served for this row does not have the hash the chain recorded, so it is not shown.'
    default:
      return 'The text of this row could not be fetched from the place the chain names.'
  }
}
