"""tiktoken over the texts of a file of rows: one line of JSON with the tokens and the seconds of processor time. Its vocabulary is given, nothing is fetched."""
import base64
import json
import sys
import time

import tiktoken

ranks_file, rows_file = sys.argv[1:]
given = json.load(open(ranks_file, encoding="utf-8"))
mergeable_ranks = {}
for line in given["bpe_ranks"].split("\n"):
    _, first, *tokens = line.split(" ")
    for rank, token in enumerate(tokens, int(first)):
        mergeable_ranks[base64.b64decode(token)] = rank
encoding = tiktoken.Encoding("cl100k_base", pat_str=given["pat_str"], mergeable_ranks=mergeable_ranks, special_tokens={})
texts = [json.loads(line)["text"] for line in open(rows_file, encoding="utf-8")]
since = time.thread_time()
count = sum(len(encoding.encode_ordinary(text)) for text in texts)
print(json.dumps({"tokens": count, "seconds": time.thread_time() - since}))
