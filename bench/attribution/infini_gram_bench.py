"""infini-gram's `attribute` on the outputs that our engine was asked for, over the same files. One line of JSON for each kind of output."""
import json
import sys
import time

from infini_gram.engine import InfiniGramEngine

index, tokens_file, max_count = sys.argv[1], sys.argv[2], int(sys.argv[3])
engine = InfiniGramEngine(index_dir=index, eos_token_id=0, vocab_size=100277, version=4, token_dtype="u32")


def ask(tokens):
    """No delimiters, no rule on where words begin, and the fewest tokens that our method takes."""
    return engine.attribute(input_ids=tokens, delim_ids=[], min_len=4, max_cnt=max_count, enforce_bow=False)


kinds = {}
for line in open(tokens_file, encoding="utf-8"):
    output = json.loads(line)
    kinds.setdefault(output["kind"], []).append(output["tokens"])

for kind, outputs in kinds.items():
    for tokens in outputs:
        ask(tokens)
    elapsed, busy, spans = [], [], 0
    for tokens in outputs:
        wall, cpu = time.perf_counter(), time.process_time()
        spans += len(ask(tokens)["spans"])
        elapsed.append((time.perf_counter() - wall) * 1e6)
        busy.append((time.process_time() - cpu) * 1e6)
    elapsed.sort()
    busy.sort()
    middle, high = len(elapsed) // 2, len(elapsed) * 99 // 100
    figures = {
        "kind": kind,
        "outputs": len(outputs),
        "spans": spans / len(outputs),
        "medianUs": elapsed[middle],
        "p99Us": elapsed[high],
        "cpuMedianUs": busy[middle],
    }
    print(json.dumps(figures), flush=True)
