"""infini-gram's `attribute` on the outputs that our engine was asked for, over the same files. One line of JSON for its version, then one for each kind of output."""
import importlib.metadata
import json
import sys
import time

from infini_gram.engine import InfiniGramEngine

index, tokens_file, max_count = sys.argv[1], sys.argv[2], int(sys.argv[3])
engine = InfiniGramEngine(index_dir=index, eos_token_id=0, vocab_size=100277, version=4, token_dtype="u32")
print(json.dumps({"version": importlib.metadata.version("infini-gram")}))


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
        found = ask(tokens)
        elapsed.append((time.perf_counter() - wall) * 1e6)
        busy.append((time.process_time() - cpu) * 1e6)
        spans += len(found["spans"])
    elapsed.sort()
    busy.sort()
    middle = len(elapsed) // 2
    figures = {
        "kind": kind,
        "outputs": len(outputs),
        "spans": spans / len(outputs),
        "wallMedianUs": elapsed[middle],
        "wallMaxUs": elapsed[-1],
        "cpuMedianUs": busy[middle],
    }
    print(json.dumps(figures), flush=True)
