"""infini-gram's stock engine and its stock indexer, as the peer of a test: one JSON request on stdin, one JSON answer on stdout."""
import contextlib
import json
import math
import os
import sys
import types


def build(request):
    """Indexes JSONL files with the stock program. Each text's tokens come from the request, or are bytes where it has none."""
    tokens = request.get("tokens")
    width = request["width"]

    class Tokenizer:
        def encode(self, text):
            return tokens[text]

    names = types.ModuleType("transformers")
    names.utils = types.SimpleNamespace(logging=types.SimpleNamespace(set_verbosity=lambda level: None))
    names.AutoTokenizer = types.SimpleNamespace(from_pretrained=lambda *args, **options: Tokenizer())
    sys.modules["transformers"] = names
    from infini_gram import indexing

    if width == "u32":
        indexing.build_sa = lambda args: sized_table(request["index"])
    folders = ["--data_dir", request["data"], "--save_dir", request["index"]]
    rest = ["--add_metadata", "--add_unigram", "--cpus", "1", "--mem", "1", "--ulimit", "1024"]
    tokenizer = ["--tokenizer", "gpt2"] if tokens else []
    sys.argv = ["indexing", *folders, *tokenizer, "--token_dtype", width, *rest]
    indexing.main()
    return {}


def sized_table(index):
    """For tokens of 4 bytes the stock program asks for 32 GiB. What stands here has the size of a table and no order."""
    size = os.path.getsize(os.path.join(index, "tokenized.0"))
    pointer_bytes = math.ceil(math.log2(size) / 8)
    with open(os.path.join(index, "table.0"), "wb") as table:
        table.truncate(size // 4 * pointer_bytes)


def ask(request):
    """Counts each query and names every document that holds it, by the ids in their metadata."""
    from infini_gram.engine import InfiniGramEngine

    engine = InfiniGramEngine(
        index_dir=request["index"], eos_token_id=0, vocab_size=100277, version=4, token_dtype="u32"
    )
    answers = []
    for query in request["queries"]:
        found = engine.find(input_ids=query)
        ids = set()
        for shard, (start, end) in enumerate(found["segment_by_shard"]):
            for rank in range(start, end):
                document = engine.get_doc_by_rank(s=shard, rank=rank, max_disp_len=4)
                ids.add(json.loads(document["metadata"])["id"])
        answers.append({"count": found["cnt"], "ids": sorted(ids)})
    return {"documents": engine.get_total_doc_cnt(), "answers": answers}


request = json.load(sys.stdin)
with contextlib.redirect_stdout(sys.stderr):
    answer = {"build": build, "ask": ask}[request["do"]](request)
json.dump(answer, sys.stdout)
