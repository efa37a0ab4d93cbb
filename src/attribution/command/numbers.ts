// How the index commands read numbers: one that can't be taken is refused by its option's name, with the range.
import { RANGES } from '../arguments'
import { badArgument } from '../errors'

type Parse = (text: string) => number

/** A whole number in the range of a parameter. */
export function wholeNumber(option: string, parameter: keyof typeof RANGES): Parse {
  const [least, most] = RANGES[parameter]
  const range = `a whole number from ${least} to ${most}`
  return (text) => inRange(option, text, /^\d+$/.test(text) ? Number(text) : Number.NaN, { least, most, range })
}

const UNITS: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** Bytes, or KiB, MiB, GiB with K, M, G behind the number. */
export function byteCount(option: string): Parse {
  const [least, most] = RANGES.memoryBytes
  const range = `${least / 2 ** 20}M to ${Math.floor(most / 2 ** 30)}G: whole bytes, or with K, M or G behind the number`
  return (text) => {
    const [, number, unit] = /^(\d+)([KMG]?)$/i.exec(text) ?? []
    const bytes = Number(number ?? Number.NaN) * (UNITS[(unit ?? '').toUpperCase()] ?? Number.NaN)
    return inRange(option, text, bytes, { least, most, range })
  }
}

/** Any number: which it may be, the engine says. */
export function anyNumber(option: string): Parse {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (Number.isNaN(value)) throw badArgument(`${option} is ${JSON.stringify(text)}; it must be a number`)
    return value
  }
}

type Bounds = { least: number; most: number; range: string }

function inRange(option: string, text: string, value: number, { least, most, range }: Bounds): number {
  if (value >= least && value <= most) return value
  throw badArgument(`${option} is ${JSON.stringify(text)}; it must be ${range}`)
}
