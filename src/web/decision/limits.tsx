// What the evidence can't show, in plain sentences and next to the evidence, not in a footnote.

type Parameters = { maxOwners?: unknown }

export function Limits({ parameters }: { parameters: unknown }) {
  const { maxOwners } = (typeof parameters === 'object' && parameters !== null ? parameters : {}) as Parameters
  const owners = typeof maxOwners === 'number' ? `${maxOwners}` : '32'
  return (
    <section class="limits" aria-labelledby="limits-title">
      <h2 id="limits-title">What this evidence can’t show</h2>
      <p>
        It shows repetition, word for word, and nothing else. Paraphrase and reasoning leave no trace of this kind, so
        data that shaped the output in other words is not listed here. A match is evidence of repetition, not of cause:
        a model may have come to the same words another way. A passage is credited to the row that brought it first;
        copies made later earn nothing and take nothing away.
      </p>
      <p>
        Two weaknesses are known and open. Where an output repeats an altered copy of a text, a part of the credit goes
        to the copy. And a passage held by more than {owners} owners counts as common property, so that many owners
        together could declare it common.
      </p>
    </section>
  )
}
