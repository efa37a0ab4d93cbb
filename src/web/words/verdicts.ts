// What a verdict means, in a word and in one plain sentence. The sentences claim no more than the status does: a claim
// is called equal only where it was recomputed, and what can't be checked says why.

import { shorten } from './addresses'
import { formatPpb } from './amounts'

export type Gain = { contributor: string; ppb: bigint }
export type VerdictFacts = { status: string; reason: string | null; distancePpb: bigint | null; gains: readonly Gain[] }

const words = new Map([
  ['RECOMPUTED', 'Recomputed'],
  ['MISMATCH', 'Mismatch'],
  ['UNVERIFIABLE', 'Unverifiable'],
  ['UNCLAIMED', 'Unclaimed'],
  ['PENDING', 'Pending'],
])

const reasons = new Map([
  ['CONTENT_MISSING', 'the text of this output can’t be fetched from the place the chain names'],
  ['CONTENT_REMOVED', 'a text it needs has been removed'],
  ['CONTENT_INVALID', 'the content behind this output can’t be read'],
  ['HASH_MISMATCH', 'the text that was served does not have the hash the chain recorded'],
  [
    'DATASET_UNKNOWN',
    'the training data the chain names can’t be put together again: a version, or its rows, do not add up',
  ],
  ['DATASET_INCOMPLETE', 'a part of the training data the chain names can’t be fetched'],
  ['METHOD_UNKNOWN', 'the claim names a method, or a version of it, that is not published'],
  ['EVIDENCE_MISSING', 'the evidence behind the claim is withheld: only its hash is on the chain'],
  ['EVIDENCE_MISMATCH', 'the evidence that was served does not have the hash the chain recorded'],
  ['OUTPUT_TOO_LARGE', 'the output is larger than what is attributed'],
])

const faults = new Map([
  ['LEAVES_INVALID', ' Its shares do not add up, or name rows that do not exist.'],
  ['CONTRIBUTOR_WRONG', ' It names another contributor than the chain itself does.'],
])

export function verdictWord(status: string): string {
  return words.get(status) ?? status
}

export function verdictSentence({ status, reason, distancePpb, gains }: VerdictFacts): string {
  switch (status) {
    case 'RECOMPUTED':
      return 'We recomputed the chain’s claim independently and got the same shares, to the part per billion.'
    case 'MISMATCH':
      return [mismatchSentence(reason, distancePpb), ...gains.slice(0, 1).map(gainSentence)].join(' ')
    case 'UNVERIFIABLE':
      return `${uncheckable(reason)} can’t be checked, because ${reasonWords(reason)}.`
    case 'UNCLAIMED':
      return 'The chain claims nothing about this output. What you see is our own computation alone.'
    case 'PENDING':
      return 'This decision has not been recomputed yet. Nothing on this page is verified until it has.'
    default:
      return `The status of this decision is ${status}.`
  }
}

/** A reason in words that can stand after "because". */
export function reasonWords(reason: string | null): string {
  if (reason === null) return 'something it needs is missing'
  return reasons.get(reason) ?? `of ${reason.toLowerCase().replaceAll('_', ' ')}`
}

// Without evidence or a known method it is the claim that can't be checked; our own run stands beside it all the same.
function uncheckable(reason: string | null): string {
  return /^(EVIDENCE|METHOD)_/.test(reason ?? '') ? 'The chain’s claim' : 'This decision'
}

function mismatchSentence(reason: string | null, distancePpb: bigint | null): string {
  const distance =
    distancePpb === null || distancePpb === 0n ? '' : `: ${formatPpb(distancePpb)} of the credit stands elsewhere`
  const fault = faults.get(reason ?? '') ?? ''
  return `The chain’s claim is not what we get when we recompute it${distance}.${fault}`
}

function gainSentence({ contributor, ppb }: Gain): string {
  return `It favours the contributor ${shorten(contributor)} most, with ${formatPpb(ppb)} more than we find.`
}
