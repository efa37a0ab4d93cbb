// Structured logs for every process: readable lines on a terminal, JSON elsewhere. The level is the configuration's.
import { createLogger, type Logger, LogLevel, setLogLevelCallback } from '@subsquid/logger'
import type { Config } from './config'

const LEVELS: Record<Config['logLevel'], LogLevel> = {
  trace: LogLevel.TRACE,
  debug: LogLevel.DEBUG,
  info: LogLevel.INFO,
  warn: LogLevel.WARN,
  error: LogLevel.ERROR,
  fatal: LogLevel.FATAL,
}

export type Log = Logger

/** Call before the first log: levels are cached by name. */
export function setLogLevel(level: Config['logLevel']): void {
  setLogLevelCallback(() => LEVELS[level])
}

export function createLog(name: string): Log {
  return createLogger(`hw:${name}`)
}
