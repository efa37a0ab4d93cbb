// What is a stake worth after some time? amount * e^(rate * time / year), in the fixed-point arithmetic of the contract's library
// (Solady's FixedPointMathLib): each step rounds where that library rounds, so that the result is the contract's to the wei.

const WAD = 10n ** 18n
const MAX_UINT256 = 2n ** 256n - 1n
const YEAR_SECONDS = 365n * 24n * 60n * 60n

export type Accrual = Readonly<{
  principal: bigint
  /** A year's interest rate, as a WAD. */
  interestRate: bigint
  elapsedSeconds: bigint
  /** No interest accrues beyond it; 0 never ends. */
  durationSeconds: bigint
}>

/** In wei; null where the contract would refuse to compute it. */
export function valueAfter({ principal, interestRate, elapsedSeconds, durationSeconds }: Accrual): bigint | null {
  const isOver = durationSeconds > 0n && elapsedSeconds > durationSeconds
  const years = divWad(isOver ? durationSeconds : elapsedSeconds, YEAR_SECONDS)
  const exponent = years === null ? null : mulWad(interestRate, years)
  const factor = exponent === null ? null : expWad(exponent)
  return factor === null ? null : mulWad(principal, factor)
}

/** x * y / WAD, rounded down; null where x * y has more than 256 bits. */
export function mulWad(x: bigint, y: bigint): bigint | null {
  return x * y > MAX_UINT256 ? null : (x * y) / WAD
}

/** x * WAD / y, rounded down; null where x * WAD has more than 256 bits, and for y = 0. */
export function divWad(x: bigint, y: bigint): bigint | null {
  return y === 0n || x * WAD > MAX_UINT256 ? null : (x * WAD) / y
}

const FRACTION_BITS = 96n
/** Below it e^x is less than half of the smallest WAD; from the other on it has more than 255 bits. */
const LEAST_EXPONENT = -41_446_531_673_892_822_313n
const TOO_LARGE_EXPONENT = 135_305_999_368_893_231_589n
/** ln 2 with 96 bits of fraction. */
const LN_2 = 54_916_777_467_707_473_351_141_471_128n
const HALF = 2n ** 95n

/**
 * e^x of WADs. x is reduced by multiples of ln 2 to within half of it around 0; there a quotient of two polynomials stands for e^x, and
 * the powers of two come back as a shift. The coefficients are the library's, with 96 bits of fraction: others would be as good
 * an approximation and another rounding. BigInt's `>>` rounds down and its `/` towards 0, as the machine's `sar` and `sdiv` do.
 */
export function expWad(x: bigint): bigint | null {
  if (x <= LEAST_EXPONENT) return 0n
  if (x >= TOO_LARGE_EXPONENT) return null
  const wide = (x << 78n) / 5n ** 18n
  const halvings = ((wide << FRACTION_BITS) / LN_2 + HALF) >> FRACTION_BITS
  const reduced = wide - halvings * LN_2
  const quotient = numerator(reduced) / denominator(reduced)
  return (quotient * SCALE) >> (195n - halvings)
}

/** The quotient's scale (6.03...), and WAD instead of 96 bits of fraction, in one factor with 213 of them. */
const SCALE = 3_822_833_074_963_236_453_042_738_258_902_158_003_155_416_615_667n

/** Its result has 192 bits of fraction, so that a division by the denominator leaves 96. */
function numerator(x: bigint): bigint {
  const y = times(x + 1_346_386_616_545_796_478_920_950_773_328n, x) + 57_155_421_227_552_351_082_224_309_758_442n
  const monic = times(y + x - 94_201_549_194_550_492_254_356_042_504_812n, y)
  const sum = monic + 28_719_021_644_029_726_153_956_944_680_412_240n
  return sum * x + (4_385_272_521_454_847_904_659_076_985_693_276n << FRACTION_BITS)
}

const DENOMINATOR = [
  50_020_603_652_535_783_019_961_831_881_945n,
  -533_845_033_583_426_703_283_633_433_725_380n,
  3_604_857_256_930_695_427_073_651_918_091_429n,
  -14_423_608_567_350_463_180_887_372_962_807_573n,
  26_449_188_498_355_588_339_934_803_723_976_023n,
] as const

function denominator(x: bigint): bigint {
  return DENOMINATOR.reduce(
    (sum, coefficient) => times(sum, x) + coefficient,
    x - 2_855_989_394_907_223_263_936_484_059_900n,
  )
}

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> FRACTION_BITS
}
