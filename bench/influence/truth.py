"""The truth that estimates of influence are held against, found the slow way.

A small language model (characters in, the next character out) is trained on README files and frozen; adapters of rank four are then trained on passages of
other READMEs, once on all of them and again on many random halves of them. What a half does to the loss on held-out passages is measured, not
estimated. Beside it: the gradient of every passage at the model trained on all, as a Bergson store, and DataInf by plain numpy.

    python truth.py FOLDER_OF_PACKAGES OUT
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

PACKAGES, PASSAGES, QUERIES = 16, 8, 2
LENGTH, CONTEXT, EMBEDDING, HIDDEN, VOCABULARY, RANK = 48, 6, 12, 48, 64, 4
HALVES, SEEDS, EPOCHS, BATCH, RATE = 60, 5, 12, 16, 0.01
BASE_CHARACTERS, BASE_STEPS = 60_000, 1_500
DAMPING = 0.1
DTYPES = ("float32", "float16")


def main(packages, out):
    texts = readmes(packages)
    spans, base_text, alphabet = passages(texts)
    base = train_base(encode(base_text, alphabet))
    data = [windows(encode(text, alphabet)) for text in spans["train"]]
    queries = [windows(encode(text, alphabet)) for text in spans["query"]]
    count = len(data)
    whole = train_adapters(base, data, range(count), seed=0)
    for dtype in DTYPES:
        write_store(out / dtype / "train", [gradient(base, whole, each) for each in data], dtype)
        write_store(out / dtype / "query", [gradient(base, whole, each) for each in queries], dtype)
    rng = np.random.default_rng(1)
    halves = [sorted(rng.choice(count, count // 2, replace=False).tolist()) for _ in range(HALVES)]
    losses = []
    for at, half in enumerate(halves):
        models = [train_adapters(base, data, half, seed) for seed in range(SEEDS)]
        losses.append([[loss(base, model, each) for model in models] for each in queries])
        print(f"{at + 1} of {HALVES} halves", file=sys.stderr)
    frozen = adapters(np.random.default_rng(0))
    truth = {
        "rows": count,
        "halves": halves,
        "losses": losses,
        "seeds": SEEDS,
        "frozenLoss": mean_loss(base, frozen, queries),
        "adaptedLoss": mean_loss(base, whole, queries),
        "datainf": {dtype: numpy_datainf(out / dtype) for dtype in DTYPES},
        "cpuSeconds": time.process_time(),
    }
    (out / "truth.json").write_text(json.dumps(truth))


def readmes(folder):
    """Long READMEs, in the order of their paths; the same file is in many packages and counts once."""
    texts = {}
    for path in sorted(folder.glob("*/README.md")) + sorted(folder.glob("@*/*/README.md")):
        text = " ".join(path.read_text("utf-8", "replace").lower().split())
        if len(text) >= 4000:
            texts.setdefault(text, None)
    return list(texts)


def passages(texts):
    """Passages of each package lie next to the ones they are asked about."""
    spans = {"train": [], "query": []}
    for text in texts[:PACKAGES]:
        starts = [400 + at * (LENGTH + CONTEXT) for at in range(PASSAGES + QUERIES)]
        cut = [text[start : start + LENGTH + CONTEXT] for start in starts]
        spans["query"] += cut[2::5][:QUERIES]
        spans["train"] += [each for at, each in enumerate(cut) if at % 5 != 2]
    base_text = "".join(texts[PACKAGES:])[:BASE_CHARACTERS]
    counts = {each: base_text.count(each) for each in set(base_text)}
    alphabet = sorted(counts, key=lambda each: (-counts[each], each))[: VOCABULARY - 1]
    return spans, base_text, {each: at + 1 for at, each in enumerate(alphabet)}


def encode(text, alphabet):
    return np.array([alphabet.get(each, 0) for each in text])


def windows(tokens):
    inputs = np.lib.stride_tricks.sliding_window_view(tokens[:-1], CONTEXT)
    return inputs, tokens[CONTEXT:]


def train_base(tokens):
    rng = np.random.default_rng(0)
    normal = lambda *shape: (rng.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32)
    base = {
        "embedding": normal(VOCABULARY, EMBEDDING),
        "first": normal(CONTEXT * EMBEDDING, HIDDEN),
        "second": normal(HIDDEN, VOCABULARY),
    }
    inputs, targets = windows(tokens)
    adam = Adam(base)
    for _ in range(BASE_STEPS):
        batch = rng.integers(0, len(targets), 256)
        x, hidden, delta = forward(base, base["first"], base["second"], inputs[batch], targets[batch])[1:]
        back = delta @ base["second"].T * (1 - hidden**2)
        embedding = np.zeros_like(base["embedding"])
        np.add.at(embedding, inputs[batch], (back @ base["first"].T).reshape(-1, CONTEXT, EMBEDDING))
        adam.step({"embedding": embedding, "first": x.T @ back, "second": hidden.T @ delta})
    return base


def adapters(rng):
    """As LoRA starts: the second factor is nothing, so the adapted model is the frozen one."""
    normal = lambda *shape: (rng.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32)
    return {
        "first.A": normal(CONTEXT * EMBEDDING, RANK),
        "first.B": np.zeros((RANK, HIDDEN), np.float32),
        "second.A": normal(HIDDEN, RANK),
        "second.B": np.zeros((RANK, VOCABULARY), np.float32),
    }


def train_adapters(base, data, rows, seed):
    rng = np.random.default_rng(seed)
    model = adapters(rng)
    adam = Adam(model)
    rows = np.array(rows)
    for _ in range(EPOCHS):
        order = rng.permutation(rows)
        for start in range(0, len(order), BATCH):
            batch = [data[at] for at in order[start : start + BATCH]]
            inputs, targets = (np.concatenate(part) for part in zip(*batch))
            adam.step(gradient(base, model, (inputs, targets)))
    return model


def adapted(base, model):
    return (base[name] + model[f"{name}.A"] @ model[f"{name}.B"] for name in ("first", "second"))


def forward(base, first, second, inputs, targets):
    """The mean loss, what went into each layer, and the loss's gradient by the logits."""
    x = base["embedding"][inputs].reshape(len(inputs), -1)
    hidden = np.tanh(x @ first)
    logits = hidden @ second
    logits -= logits.max(1, keepdims=True)
    chances = np.exp(logits)
    chances /= chances.sum(1, keepdims=True)
    places = np.arange(len(targets))
    value = -np.log(chances[places, targets] + 1e-30).mean()
    chances[places, targets] -= 1
    return value, x, hidden, chances / len(targets)


def gradient(base, model, passage):
    first, second = adapted(base, model)
    _, x, hidden, delta = forward(base, first, second, *passage)
    back = delta @ second.T * (1 - hidden**2)
    by_layer = {"first": x.T @ back, "second": hidden.T @ delta}
    gradients = {}
    for name, whole in by_layer.items():
        gradients[f"{name}.A"] = whole @ model[f"{name}.B"].T
        gradients[f"{name}.B"] = model[f"{name}.A"].T @ whole
    return gradients


def loss(base, model, passage):
    return float(forward(base, *adapted(base, model), *passage)[0])


def mean_loss(base, model, queries):
    return float(np.mean([loss(base, model, each) for each in queries]))


class Adam:
    def __init__(self, model):
        self.model, self.steps = model, 0
        self.means = {name: np.zeros_like(value) for name, value in model.items()}
        self.squares = {name: np.zeros_like(value) for name, value in model.items()}

    def step(self, gradients):
        self.steps += 1
        for name, value in gradients.items():
            self.means[name] += 0.1 * (value - self.means[name])
            self.squares[name] += 0.01 * (value**2 - self.squares[name])
            mean = self.means[name] / (1 - 0.9**self.steps)
            square = self.squares[name] / (1 - 0.99**self.steps)
            self.model[name] -= RATE * mean / (np.sqrt(square) + 1e-8)


def write_store(folder, rows, dtype):
    folder.mkdir(parents=True, exist_ok=True)
    flat = np.stack([np.concatenate([value.ravel() for value in row.values()]) for row in rows])
    flat.astype(dtype).tofile(folder / "gradients.bin")
    sizes = {name: value.size for name, value in rows[0].items()}
    info = {"num_items": len(rows), "num_grads": len(rows), "grad_sizes": sizes, "base_dtype": dtype}
    (folder / "info.json").write_text(json.dumps(info, indent=2))


def read_store(folder):
    info = json.loads((folder / "info.json").read_text())
    flat = np.fromfile(folder / "gradients.bin", info["base_dtype"]).reshape(info["num_grads"], -1).astype(np.float64)
    borders = np.cumsum(list(info["grad_sizes"].values()))[:-1]
    return np.split(flat, borders, axis=1)


def numpy_datainf(stores):
    """The formula of the paper, as it stands there, for every query: a row of influences each."""
    total = 0
    for rows, queries in zip(read_store(stores / "train"), read_store(stores / "query")):
        squares = (rows**2).sum(1)
        damping = DAMPING * squares.mean() / rows.shape[1]
        if damping == 0:
            continue
        weights = (queries @ rows.T) / (damping + squares)
        total = total + ((weights @ (rows @ rows.T)) / len(rows) - queries @ rows.T) / damping
    return total.tolist()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
