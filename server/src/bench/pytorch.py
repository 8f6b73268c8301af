"""The same work in PyTorch, one measurement for each line of standard input.

Arguments: classes, threads, device (cpu or cuda), and the path and image side of an ONNX file where that is measured instead
of the paper's network. A line is `NAME SECONDS`, such as `attack B=25 2`; the answer is one
line of JSON: work done, CPU seconds, seconds. On a card, TF32 is allowed and the network is compiled.
"""
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Network(nn.Module):
    def __init__(self, classes):
        super().__init__()
        sizes = [(3, 8, 5), (8, 16, 5), (16, 32, 3), (32, 64, 3)]
        self.convolutions = nn.ModuleList(nn.Conv2d(i, o, k, padding=k // 2) for i, o, k in sizes)
        self.dense = nn.ModuleList([nn.Linear(4096, 1024), nn.Linear(1024, 1024), nn.Linear(1024, classes)])

    def forward(self, x):
        for convolution in self.convolutions:
            x = F.max_pool2d(F.relu(convolution(x)), 2)
        x = x.flatten(1)
        for layer in self.dense[:-1]:
            x = F.dropout(F.relu(layer(x)), 0.5, self.training)
        return self.dense[-1](x)


CLASSES = int(sys.argv[1])
DEVICE = torch.device(sys.argv[3])
IS_CARD = DEVICE.type == "cuda"
# Steps between two waits for a card: it is neither left idle nor given work without end.
STRIDE = 8 if IS_CARD else 1
torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(0)
if IS_CARD:
    torch.zeros(1, device=DEVICE)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True


def finish():
    if IS_CARD:
        torch.cuda.synchronize()


def imported(path):
    """An ONNX file as a module that takes batches. Parameters that only onnx2torch's readers mind are rewritten."""
    import onnx
    from onnx2torch import convert

    model = onnx.load(path)
    for opset in model.opset_import:
        if opset.domain in ("", "ai.onnx"):
            opset.version = min(opset.version, 13)
    initializers = {one.name: one for one in model.graph.initializer}
    # Old exporters list constants as inputs too, and fix the batch in shapes.
    real = [one for one in model.graph.input if one.name not in initializers]
    del model.graph.input[:]
    model.graph.input.extend(real)
    for value in [*model.graph.input, *model.graph.output]:
        value.type.tensor_type.shape.dim[0].dim_param = "n"
    del model.graph.value_info[:]
    for node in model.graph.node:
        if node.op_type == "Reshape" and node.input[1] in initializers:
            shape = onnx.numpy_helper.to_array(initializers[node.input[1]]).copy()
            if len(shape) > 1 and shape[0] == 1:
                shape[0] = 0
                initializers[node.input[1]].CopyFrom(onnx.numpy_helper.from_array(shape, node.input[1]))
    return convert(model)


PATH, SIDE = (sys.argv[4], int(sys.argv[5])) if len(sys.argv) > 4 else (None, 128)
IMPORTED = imported(PATH) if PATH else None


def network(trained):
    made = (IMPORTED or Network(CLASSES)).to(DEVICE, memory_format=torch.channels_last)
    made = made.train() if trained else made.eval().requires_grad_(False)
    return torch.compile(made) if IS_CARD else made


def images(count):
    return torch.rand(count, 3, 128, 128, device=DEVICE).to(memory_format=torch.channels_last)


def attack(count):
    model, state = network(False), {"x": images(count)}
    labels = torch.arange(count, device=DEVICE) * 37 % CLASSES

    def step():
        x = state["x"].requires_grad_(True)
        loss = F.cross_entropy(model(x), labels, reduction="sum")
        (gradient,) = torch.autograd.grad(loss, x)
        state["x"] = (x.detach() - 0.05 * gradient).clamp_(0, 1)

    return step, count


def embeddings(model, x):
    if SIDE != 128:
        x = F.interpolate(x, (SIDE, SIDE), mode="bilinear")
    return F.normalize(model(x * 2 - 1).flatten(1))


def invert_template(count):
    model, state = network(False), {"x": images(count)}
    with torch.inference_mode():
        width = embeddings(model, images(1)).shape[1]
    template = F.normalize(torch.rand(width, device=DEVICE), dim=0)

    def step():
        x = state["x"].requires_grad_(True)
        loss = (1 - embeddings(model, x) @ template).sum()
        (gradient,) = torch.autograd.grad(loss, x)
        state["x"] = (x.detach() - 0.05 * gradient).clamp_(0, 1)

    return step, count


def train(count):
    model, x, labels = network(True), images(count), torch.arange(count, device=DEVICE) % CLASSES
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), labels).backward()
        optimizer.step()

    return step, count


def evaluate(count):
    model, x = network(False), images(count)

    def step():
        with torch.inference_mode():
            embeddings(model, x) if IMPORTED else F.softmax(model(x), 1)

    return step, count


def peak(side):
    left, right = (torch.rand(side, side, device=DEVICE) for _ in range(2))
    return (lambda: left @ right), 2 * side**3


KINDS = {"attack": invert_template if IMPORTED else attack, "train": train, "evaluate": evaluate, "peak": peak}
made = {}
print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    kind, batch, seconds = line.split()
    key = kind, int(batch.removeprefix("B="))
    if key not in made:
        made.clear()
        made[key] = KINDS[kind](key[1])
        for _ in range(3):
            made[key][0]()
        finish()
    step, work = made[key]
    steps, cpu, start = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() - start < float(seconds) or steps == 0:
        for _ in range(STRIDE):
            step()
        finish()
        steps += STRIDE
    told = {"work": steps * work, "cpu": time.process_time() - cpu, "seconds": time.perf_counter() - start}
    print(json.dumps(told), flush=True)
