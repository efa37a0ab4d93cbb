// Reads a text/event-stream, as the HTML standard describes it, from any stream of bytes: names and data, one event at
// a time. Ids and reconnection times are left out; who reads decides when to come back.

export type StreamEvent = { name: string; data: string }

export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  let event: StreamEvent = { name: 'message', data: '' }
  for await (const line of readLines(body)) {
    if (line === '') {
      if (event.data !== '' || event.name !== 'message') yield event
      event = { name: 'message', data: '' }
    } else if (line.startsWith('event:')) {
      event.name = fieldValue(line, 'event:')
    } else if (line.startsWith('data:')) {
      event.data += (event.data === '' ? '' : '\n') + fieldValue(line, 'data:')
    }
  }
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
    }
  } finally {
    await reader.cancel()
  }
}

function fieldValue(line: string, field: string): string {
  const value = line.slice(field.length)
  return value.startsWith(' ') ? value.slice(1) : value
}
