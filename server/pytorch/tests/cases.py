"""Makes `fixtures/`: checkpoints of narrow networks, and `outputs.safetensors` with what PyTorch computes of them.

    python3 -m venv target/venv && target/venv/bin/pip install torch numpy safetensors
    target/venv/bin/python server/pytorch/tests/cases.py

The networks have the names of the libraries that they stand for, and few channels. Weights are drawn from a fixed seed.
Images are not saved: `images` draws the same numbers here and in the tests.

With `--large FOLDER` it makes checkpoints in full size instead, some of them of the libraries' own classes (which takes
torchvision and facenet-pytorch, installed with --no-deps). With `--compare FOLDER` it compares the `NAME.onnx` that the
example `convert` made of them in that folder with PyTorch, in onnxruntime.
"""

import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

FIXTURES = pathlib.Path(__file__).parent / "fixtures"


def images(side, count=2):
    state, values = 1, np.empty(count * 3 * side * side, np.float32)
    for at in range(values.size):
        state = (state * 1664525 + 1013904223) % 2**32
        values[at] = (state >> 8) / 2**23 - 1
    return torch.from_numpy(values.reshape(count, 3, side, side))


def conv(before, after, size, stride=1, padding=0, groups=1, bias=False):
    return nn.Conv2d(before, after, size, stride, padding, groups=groups, bias=bias)


class Residual(nn.Module):
    """A block of torchvision's ResNets."""

    def __init__(self, before, width, after, stride, is_deep):
        super().__init__()
        layers = [(width, 1, 1), (width, 3, stride), (after, 1, 1)] if is_deep else [(after, 3, stride), (after, 3, 1)]
        channels = before
        for at, (filters, size, step) in enumerate(layers, 1):
            setattr(self, f"conv{at}", conv(channels, filters, size, step, size // 2))
            setattr(self, f"bn{at}", nn.BatchNorm2d(filters))
            channels = filters
        self.layers = len(layers)
        self.downsample = None
        if stride != 1 or before != after:
            self.downsample = nn.Sequential(conv(before, after, 1, stride), nn.BatchNorm2d(after))

    def forward(self, x):
        y = x
        for at in range(1, self.layers + 1):
            y = getattr(self, f"bn{at}")(getattr(self, f"conv{at}")(y))
            y = functional.relu(y) if at < self.layers else y
        return functional.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """With torchvision's names; gives what its classifier is given."""

    def __init__(self, blocks, widths, is_deep=False, expansion=1, classes=None):
        super().__init__()
        before = widths[0]
        self.conv1 = conv(3, before, 7, 2, 3)
        self.bn1 = nn.BatchNorm2d(before)
        for at, (count, width) in enumerate(zip(blocks, widths)):
            stage = []
            for block in range(count):
                stride = 2 if at > 0 and block == 0 else 1
                stage.append(Residual(before, width, width * expansion, stride, is_deep))
                before = width * expansion
            setattr(self, f"layer{at + 1}", nn.Sequential(*stage))
        if classes:
            self.fc = nn.Linear(before, classes)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return x.mean((2, 3))


class Improved(nn.Module):
    """A block of insightface's iResNets."""

    def __init__(self, before, after, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(before), conv(before, after, 3, 1, 1)
        self.bn2, self.prelu = nn.BatchNorm2d(after), nn.PReLU(after)
        self.conv2, self.bn3 = conv(after, after, 3, stride, 1), nn.BatchNorm2d(after)
        self.downsample = None
        if stride != 1:
            self.downsample = nn.Sequential(conv(before, after, 1, stride), nn.BatchNorm2d(after))

    def forward(self, x):
        y = self.bn3(self.conv2(self.prelu(self.bn2(self.conv1(self.bn1(x))))))
        return y + (x if self.downsample is None else self.downsample(x))


class IResNet(nn.Module):
    """With insightface's names."""

    def __init__(self, blocks, widths, outputs, side=112):
        super().__init__()
        before = widths[0]
        self.conv1, self.bn1, self.prelu = conv(3, before, 3, 1, 1), nn.BatchNorm2d(before), nn.PReLU(before)
        for at, (count, width) in enumerate(zip(blocks, widths)):
            stage = [Improved(before if block == 0 else width, width, 2 if block == 0 else 1) for block in range(count)]
            setattr(self, f"layer{at + 1}", nn.Sequential(*stage))
            before = width
        self.bn2 = nn.BatchNorm2d(before)
        self.fc = nn.Linear(before * (side // 16) ** 2, outputs)
        self.features = nn.BatchNorm1d(outputs)

    def forward(self, x):
        x = self.prelu(self.bn1(self.conv1(x)))
        x = self.bn2(self.layer4(self.layer3(self.layer2(self.layer1(x)))))
        return self.features(self.fc(x.flatten(1)))


class Listed(nn.Module):
    """A block of face.evoLVe's IR networks, or with one more normalization of TFace's and AdaFace's."""

    def __init__(self, before, after, stride, is_normalized):
        super().__init__()
        self.shortcut_layer = nn.MaxPool2d(1, stride)
        if before != after:
            self.shortcut_layer = nn.Sequential(conv(before, after, 1, stride), nn.BatchNorm2d(after))
        middle = [nn.BatchNorm2d(after)] if is_normalized else []
        self.res_layer = nn.Sequential(
            nn.BatchNorm2d(before), conv(before, after, 3, 1, 1), *middle, nn.PReLU(after),
            conv(after, after, 3, stride, 1), nn.BatchNorm2d(after),
        )

    def forward(self, x):
        return self.res_layer(x) + self.shortcut_layer(x)


class IR(nn.Module):
    """With face.evoLVe's names."""

    def __init__(self, blocks, widths, outputs, side=112, is_normalized=False):
        super().__init__()
        before = widths[0]
        self.input_layer = nn.Sequential(conv(3, before, 3, 1, 1), nn.BatchNorm2d(before), nn.PReLU(before))
        body = []
        for count, width in zip(blocks, widths):
            for block in range(count):
                body.append(Listed(before, width, 2 if block == 0 else 1, is_normalized))
                before = width
        self.body = nn.Sequential(*body)
        self.output_layer = nn.Sequential(
            nn.BatchNorm2d(before), nn.Dropout(), nn.Flatten(), nn.Linear(before * (side // 16) ** 2, outputs),
            nn.BatchNorm1d(outputs, affine=not is_normalized),
        )

    def forward(self, x):
        return self.output_layer(self.body(self.input_layer(x)))


class Basic(nn.Module):
    """A convolution of facenet-pytorch's."""

    def __init__(self, before, after, size, stride=1, padding=0):
        super().__init__()
        self.conv, self.bn = conv(before, after, size, stride, padding), nn.BatchNorm2d(after, eps=0.001)

    def forward(self, x):
        return functional.relu(self.bn(self.conv(x)))


class Branches(nn.Module):
    """A module of facenet-pytorch's: a residual block if it has a scale, otherwise one that halves the maps."""

    def __init__(self, before, branches, scale=None, is_last=False):
        super().__init__()
        self.count, self.scale, self.is_last = len(branches), scale, is_last
        width = 0
        for at, layers in enumerate(branches):
            channels, chain = before, []
            for filters, size, *rest in layers:
                chain.append(Basic(channels, filters, size, *rest))
                channels = filters
            width += channels
            setattr(self, f"branch{at}", chain[0] if len(chain) == 1 else nn.Sequential(*chain))
        if scale is not None:
            self.conv2d = conv(width, before, 1, bias=True)

    def forward(self, x):
        parts = [getattr(self, f"branch{at}")(x) for at in range(self.count)]
        if self.scale is None:
            return torch.cat([*parts, functional.max_pool2d(x, 3, 2)], 1)
        y = self.conv2d(torch.cat(parts, 1)) * self.scale + x
        return y if self.is_last else functional.relu(y)


class InceptionResnetV1(nn.Module):
    """With facenet-pytorch's names, and widths that are `c` times as large as 1."""

    def __init__(self, c, blocks, outputs, classes=None):
        super().__init__()
        self.conv2d_1a, self.conv2d_2a = Basic(3, c, 3, 2), Basic(c, c, 3)
        self.conv2d_2b, self.conv2d_3b = Basic(c, 2 * c, 3, 1, 1), Basic(2 * c, 3 * c, 1)
        self.conv2d_4a, self.conv2d_4b = Basic(3 * c, 4 * c, 3), Basic(4 * c, 5 * c, 3, 2)
        a, b, d = 5 * c, 5 * c + 3 * c + 2 * c, 10 * c + 2 * c + c + 3 * c
        self.repeat_1 = nn.Sequential(*[
            Branches(a, [[(c, 1)], [(c, 1), (c, 3, 1, 1)], [(c, 1), (2 * c, 3, 1, 1), (c, 3, 1, 1)]], 0.17)
            for _ in range(blocks[0])
        ])
        self.mixed_6a = Branches(a, [[(3 * c, 3, 2)], [(c, 1), (2 * c, 3, 1, 1), (2 * c, 3, 2)]])
        self.repeat_2 = nn.Sequential(*[
            Branches(b, [[(c, 1)], [(c, 1), (2 * c, (1, 7), 1, (0, 3)), (c, (7, 1), 1, (3, 0))]], 0.10)
            for _ in range(blocks[1])
        ])
        self.mixed_7a = Branches(
            b, [[(c, 1), (2 * c, 3, 2)], [(c, 1), (c, 3, 2)], [(c, 1), (2 * c, 3, 1, 1), (3 * c, 3, 2)]]
        )
        eight = [[(c, 1)], [(c, 1), (2 * c, (1, 3), 1, (0, 1)), (c, (3, 1), 1, (1, 0))]]
        self.repeat_3 = nn.Sequential(*[Branches(d, eight, 0.20) for _ in range(blocks[2])])
        self.block8 = Branches(d, eight, 1.0, is_last=True)
        self.last_linear = nn.Linear(d, outputs, bias=False)
        self.last_bn = nn.BatchNorm1d(outputs, eps=0.001)
        if classes:
            self.logits = nn.Linear(outputs, classes)

    def forward(self, x):
        x = functional.max_pool2d(self.conv2d_2b(self.conv2d_2a(self.conv2d_1a(x))), 3, 2)
        x = self.repeat_1(self.conv2d_4b(self.conv2d_4a(self.conv2d_3b(x))))
        x = self.repeat_3(self.mixed_7a(self.repeat_2(self.mixed_6a(x))))
        x = self.last_bn(self.last_linear(self.block8(x).mean((2, 3))))
        return functional.normalize(x)


class Layers(nn.Module):
    """Modules under the name `layers`, as in insightface's MobileFaceNet; added to what they are given if asked for."""

    def __init__(self, *layers, is_added=False):
        super().__init__()
        self.layers, self.is_added = nn.Sequential(*layers), is_added

    def forward(self, x):
        return x + self.layers(x) if self.is_added else self.layers(x)


def linear_block(before, after, size=1, stride=1, padding=0, groups=1):
    return conv(before, after, size, stride, padding, groups), nn.BatchNorm2d(after)


def block(before, after, *rest, **named):
    return Layers(*linear_block(before, after, *rest, **named), nn.PReLU(after))


def depthwise(before, middle, after, stride, is_added=False):
    each = block(middle, middle, 3, stride, 1, groups=middle)
    return Layers(block(before, middle), each, Layers(*linear_block(middle, after)), is_added=is_added)


def residuals(count, width, middle):
    return Layers(*[depthwise(width, middle, width, 1, is_added=True) for _ in range(count)])


class MobileFaceNet(nn.Module):
    """With insightface's names, and widths that are `c` times as large as 1."""

    def __init__(self, c, blocks, outputs, side=112):
        super().__init__()
        first = block(2 * c, 2 * c, 3, 1, 1, groups=c) if blocks[0] == 1 else residuals(blocks[0], 2 * c, 2 * c)
        self.layers = nn.ModuleList([
            block(3, 2 * c, 3, 2, 1), first,
            depthwise(2 * c, 2 * c, 2 * c, 2), residuals(blocks[1], 2 * c, 2 * c),
            depthwise(2 * c, 3 * c, 4 * c, 2), residuals(blocks[2], 4 * c, 3 * c),
            depthwise(4 * c, 5 * c, 4 * c, 2), residuals(blocks[3], 4 * c, 3 * c),
        ])
        self.conv_sep = block(4 * c, 6 * c)
        last = Layers(*linear_block(6 * c, 6 * c, side // 16, groups=6 * c))
        self.features = Layers(last, nn.Flatten(), nn.Linear(6 * c, outputs, bias=False), nn.BatchNorm1d(outputs))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.features(self.conv_sep(x))


def drawn(make, *rest, **named):
    """A network as if it was trained: weights that keep the size of numbers, statistics that are not 0 and 1."""
    network = make(*rest, **named).eval()
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                module.running_mean.uniform_(-0.3, 0.3)
                module.running_var.uniform_(0.5, 2.0)
                if module.affine:
                    module.weight.uniform_(0.6, 1.2)
                    module.bias.uniform_(-0.3, 0.3)
            elif isinstance(module, nn.PReLU):
                module.weight.uniform_(0.05, 0.4)
            elif isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight)
    return network


def small():
    torch.manual_seed(11)
    FIXTURES.mkdir(exist_ok=True)
    for old in FIXTURES.iterdir():
        old.unlink()
    outputs = {}

    def made(name, side, network):
        with torch.no_grad():
            outputs[name] = network(images(side))
        return network.state_dict()

    state = made("resnet18.pt", 64, drawn(ResNet, [2, 2, 2, 2], [3, 4, 5, 6], classes=7))
    torch.save(state, FIXTURES / "resnet18.pt")

    network = drawn(ResNet, [3, 4, 6, 3], [2, 2, 3, 3], is_deep=True, expansion=2)
    save_file(made("resnet50.safetensors", 64, network), FIXTURES / "resnet50.safetensors")

    network = drawn(IResNet, [2, 2, 2, 2], [3, 4, 4, 5], 8, side=32)
    state = made("iresnet18.pt", 32, network)
    optimizer = torch.optim.Adam(network.fc.parameters())
    network.fc(torch.ones(1, 20)).sum().backward()
    optimizer.step()
    torch.save(
        {
            "epoch": 3,
            "state_dict": {f"module.backbone.{name}": tensor for name, tensor in network.state_dict().items()}
            | {"module.head.weight": torch.randn(10, 8)},
            "optimizer": optimizer.state_dict(),
            "scheduler": {"last_lr": torch.tensor([0.1])},
        },
        FIXTURES / "iresnet18.pt",
    )
    with torch.no_grad():
        outputs["iresnet18.pt"] = network(images(32))

    state = made("iresnet.pth", 48, drawn(IResNet, [1, 1, 2, 1], [4, 4, 5, 6], 8, side=48))
    torch.save(state, FIXTURES / "iresnet.pth", _use_new_zipfile_serialization=False)

    state = made("ir.pth", 32, drawn(IR, [1, 2, 1, 1], [3, 4, 5, 6], 8, side=32))
    torch.save({"model": state}, FIXTURES / "ir.pth", _use_new_zipfile_serialization=False)

    state = made("adaface.pt", 32, drawn(IR, [1, 1, 1, 1], [3, 4, 5, 6], 8, side=32, is_normalized=True))
    state = {f"model.{name}": tensor for name, tensor in state.items()} | {"head.kernel": torch.randn(8, 10)}
    torch.save({"state_dict": state, "epoch": 1}, FIXTURES / "adaface.pt")

    state = made("facenet.safetensors", 160, drawn(InceptionResnetV1, 2, [2, 2, 1], 12, classes=9))
    save_file(state, FIXTURES / "facenet.safetensors")

    # Half precision, of which PyTorch computes what the tests do: in single precision.
    network = drawn(MobileFaceNet, 2, [1, 2, 1, 1], 8, side=32).half()
    save_file(network.state_dict(), FIXTURES / "mobilefacenet.safetensors")
    made("mobilefacenet.safetensors", 32, network.float())

    state = made("mobilefacenet-large.safetensors", 32, drawn(MobileFaceNet, 2, [2, 1, 1, 1], 8, side=32))
    save_file(state, FIXTURES / "mobilefacenet-large.safetensors")

    network = drawn(ResNet, [1, 1, 1, 1], [2, 3, 3, 4])
    made("whole.pt", 64, network)
    torch.save(network, FIXTURES / "whole.pt")

    torch.jit.save(torch.jit.trace(nn.Linear(2, 2), torch.ones(1, 2)), FIXTURES / "script.pt")
    save_file(outputs, FIXTURES / "outputs.safetensors")
    total = sum(file.stat().st_size for file in FIXTURES.iterdir())
    print({name: tuple(value.shape) for name, value in outputs.items()}, f"{total / 1000:.0f} kB")


def networks():
    import torchvision
    from facenet_pytorch import InceptionResnetV1 as Library

    class Features(nn.Module):
        """What torchvision's classifier is given."""

        def __init__(self, network):
            super().__init__()
            self.network = network

        def state_dict(self):
            return self.network.state_dict()

        def forward(self, x):
            network, self.network.fc = self.network.fc, nn.Identity()
            x, self.network.fc = self.network(x), network
            return x

    widths = [64, 128, 256, 512]
    yield "resnet18", 224, lambda: Features(drawn(torchvision.models.resnet18))
    yield "resnet50", 224, lambda: Features(drawn(torchvision.models.resnet50))
    yield "resnet101", 224, lambda: Features(drawn(torchvision.models.resnet101))
    yield "iresnet50", 112, lambda: drawn(IResNet, [3, 4, 14, 3], widths, 512)
    yield "iresnet100", 112, lambda: drawn(IResNet, [3, 13, 30, 3], widths, 512)
    yield "ir50", 112, lambda: drawn(IR, [3, 4, 14, 3], widths, 512)
    yield "facenet", 160, lambda: drawn(Library)
    yield "facenet-classes", 160, lambda: drawn(Library, classify=False, num_classes=None)
    yield "mobilefacenet", 112, lambda: drawn(MobileFaceNet, 64, [1, 4, 6, 2], 512)


def large(folder):
    for at, (name, side, make) in enumerate(networks()):
        torch.manual_seed(at)
        network = make().eval()
        state = dict(network.state_dict())
        if name == "facenet-classes":
            state |= {"logits.weight": torch.randn(100, 512), "logits.bias": torch.randn(100)}
        torch.save(state, folder / f"{name}.pt")
        with torch.no_grad():
            np.save(folder / f"{name}.npy", network(images(side)).numpy())


def compare(folder):
    import onnx
    import onnxruntime

    for file in sorted(folder.glob("*.onnx")):
        onnx.checker.check_model(str(file), full_check=True)
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        side = session.get_inputs()[0].shape[2]
        found = session.run(None, {"images": images(side).numpy()})[0]
        wanted = np.load(file.with_suffix(".npy"))
        difference = np.abs(found - wanted).max() / np.abs(wanted).max()
        print(f"{file.stem}: {found.shape}, largest value {np.abs(wanted).max():.3g}, difference {difference:.2e} of it")


if sys.argv[1:2] == ["--large"]:
    large(pathlib.Path(sys.argv[2]))
elif sys.argv[1:2] == ["--compare"]:
    compare(pathlib.Path(sys.argv[2]))
else:
    small()
