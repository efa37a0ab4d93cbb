// Contracts that say whatever they are told to, at any address: so that any log can stand on a real chain. A speaker emits one log from the
// call data; the dispatcher calls many of them within one transaction.

export type LogDraft = Readonly<{ address: string; topics: readonly string[]; data: string }>

// Of 17 bytes each, as the one for four topics needs them: the place of one is its number times that.
const BRANCH_BYTES = 17
const BRANCHES_AT = 27

/** Call data: the number of topics (one byte), the topics, the data. */
export const SPEAKER_CODE = `0x${[
  '5f35 60f8 1c', // topics
  '80 6005 1b 6001 01', // topics, where the data begins
  '80 36 03', // topics, begin, length
  '80 91 5f 37', // the data to memory: topics, length
  `90 60${byte(BRANCH_BYTES)} 02 60${byte(BRANCHES_AT)} 01 56`, // length; to the branch for so many topics
  ...[0, 1, 2, 3, 4].map(branch),
]
  .join('')
  .replaceAll(' ', '')}`

/** Pushes the topics, the last first; then length and offset, and logs. */
function branch(topics: number): string {
  const pushed = Array.from({ length: topics }, (_, index) => `60${byte(1 + 32 * (topics - 1 - index))}35`).join('')
  return `5b${pushed}8${topics}5fa${topics}00`.padEnd(2 * BRANCH_BYTES, '0')
}

const LOOP = [
  '80 35', // at, word
  '80 6060 1c', // at, word, speaker
  '90 6040 1c 63ffffffff 16', // at, speaker, length
  '80 83 6018 01 5f 37', // what it is to say, to memory
  '5f 5f 82 5f 5f 86 5a f1 50', // calls the speaker: at, speaker, length
  '90 50 01 6018 01', // at the next entry
  '6001 56',
]
  .join('')
  .replaceAll(' ', '')
// What stands before the loop: the start, and its condition.
const LOOP_AT = 9

/** Call data: for each log the speaker (20 bytes), the length of its call data (4), its call data. */
export const DISPATCHER_CODE = `0x5f5b80361115${`60${byte(LOOP_AT + LOOP.length / 2)}57`}${LOOP}5b00`

/** Call data for the dispatcher. */
export function dispatched(logs: readonly LogDraft[]): string {
  const entries = logs.map(({ address, topics, data }) => {
    const said = [byte(topics.length), ...topics.map(digits), digits(data)].join('')
    return `${digits(address)}${(said.length / 2).toString(16).padStart(8, '0')}${said}`
  })
  return `0x${entries.join('')}`
}

const digits = (hex: string): string => hex.slice(2)

function byte(value: number): string {
  return value.toString(16).padStart(2, '0')
}
