"""The same work in PyTorch, one measurement for each line of standard input.

Arguments: classes, threads, device (cpu or cuda). A line is `NAME SECONDS`, such as `attack B=25 2`; the answer is one
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


def network(trained):
    made = Network(CLASSES).to(DEVICE, memory_format=torch.channels_last)
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
            F.softmax(model(x), 1)

    return step, count


def peak(side):
    left, right = (torch.rand(side, side, device=DEVICE) for _ in range(2))
    return (lambda: left @ right), 2 * side**3


KINDS = {"attack": attack, "train": train, "evaluate": evaluate, "peak": peak}
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
