"""Makes `cases.safetensors`: small networks, one or more for each operator, with what onnxruntime computes of them.

    python3 -m venv target/venv && target/venv/bin/pip install onnx onnxruntime safetensors
    target/venv/bin/python server/onnx/tests/cases.py

Each case is a whole ONNX file that maps images to numbers, under `NAME/file`; `NAME/outputs` is what it gives of
`images/SIDE`. Weights are drawn from a fixed seed.
"""

import pathlib

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

rng = np.random.default_rng(7)
cases = {}
SIDES = [9, 12]
images = {side: rng.uniform(0, 1, (2, 3, side, side)).astype(np.float32) for side in SIDES}


def weights(*shape, low=-0.5, high=0.5):
    return rng.uniform(low, high, shape).astype(np.float32)


def node(operator, inputs, outputs=1, **attributes):
    return operator, inputs, outputs, attributes


def case(name, *nodes, opset=17, side=9, constants=(), batch="n", layout="first", flat=True):
    """A chain: each node takes the output of the one before as "x", and constants by name."""
    made, last = [], "images"
    for at, (operator, inputs, outputs, attributes) in enumerate(nodes):
        names = [f"{name}{at}.{output}" for output in range(outputs)]
        taken = [{"x": last, "images": "images"}.get(value, value) for value in inputs]
        made.append(helper.make_node(operator, taken, names, name=f"{operator}_{at}", **attributes))
        last = names[0]
    if flat:
        made.append(helper.make_node("Flatten", [last], ["flat"], name="flatten"))
        last = "flat"
    shape = [batch, 3, side, side] if layout == "first" else [batch, side, side, 3]
    graph = helper.make_graph(
        made,
        "case",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, None)],
        [value if isinstance(value, TensorProto) else numpy_helper.from_array(value, key) for key, value in constants],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8 if opset < 21 else 10)
    data = model.SerializeToString()
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    pictures = images[side] if layout == "first" else images[side].transpose(0, 2, 3, 1)
    if batch == 1:
        outputs = np.concatenate([session.run(None, {"images": pictures[at : at + 1]})[0] for at in range(2)])
    else:
        outputs = session.run(None, {"images": np.ascontiguousarray(pictures)})[0]
    assert name not in cases, name
    cases[name] = (data, outputs.reshape(2, -1).astype(np.float32))


def ints(*values):
    return np.array(values, np.int64)


# Convolutions
for name, shape, attributes in [
    ("plain", (5, 3, 3, 3), {}),
    ("padded", (5, 3, 3, 3), {"pads": [1, 1, 1, 1]}),
    ("uneven", (4, 3, 3, 2), {"pads": [0, 1, 2, 0], "kernel_shape": [3, 2]}),
    ("strided", (4, 3, 3, 3), {"strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ("dilated", (4, 3, 3, 3), {"dilations": [2, 2]}),
    ("depthwise", (3, 1, 3, 3), {"group": 3, "pads": [1, 1, 1, 1]}),
    ("groups", (6, 1, 3, 3), {"group": 3}),
    ("pointwise", (7, 3, 1, 1), {}),
    ("same upper", (4, 3, 4, 4), {"auto_pad": "SAME_UPPER", "strides": [2, 2]}),
    ("same lower", (4, 3, 4, 4), {"auto_pad": "SAME_LOWER", "strides": [2, 2]}),
    ("valid", (4, 3, 3, 3), {"auto_pad": "VALID"}),
]:
    case(f"conv {name}", node("Conv", ["x", "w", "b"], **attributes), constants=[("w", weights(*shape)), ("b", weights(shape[0]))])
case("conv without bias", node("Conv", ["x", "w"]), constants=[("w", weights(4, 3, 3, 3))], opset=7)
for name, shape, attributes in [
    ("plain", (3, 4, 3, 3), {}),
    ("strided", (3, 4, 2, 2), {"strides": [2, 2]}),
    ("padded", (3, 4, 3, 3), {"strides": [2, 2], "pads": [1, 1, 1, 1], "output_padding": [1, 1]}),
    ("groups", (3, 2, 3, 3), {"group": 3, "pads": [1, 0, 0, 1]}),
    ("dilated", (3, 2, 3, 3), {"dilations": [2, 2]}),
    ("output shape", (3, 2, 3, 3), {"strides": [2, 2], "output_shape": [18, 18]}),
]:
    filters = shape[1] * attributes.get("group", 1)
    case(f"transposed {name}", node("ConvTranspose", ["x", "w", "b"], **attributes), constants=[("w", weights(*shape)), ("b", weights(filters))])

# Normalization
moments = [("scale", weights(5, low=0.5, high=2)), ("bias", weights(5)), ("mean", weights(5)), ("variance", weights(5, low=0.1, high=2))]
convolved = node("Conv", ["x", "w"])
batch = node("BatchNormalization", ["x", "scale", "bias", "mean", "variance"], epsilon=1e-3)
case("batch folded", convolved, batch, constants=[("w", weights(5, 3, 3, 3)), *moments])
case("batch not folded", convolved, node("Relu", ["x"]), batch, constants=[("w", weights(5, 3, 3, 3)), *moments])
case("batch of vectors", convolved, node("GlobalAveragePool", ["x"]), node("Flatten", ["x"]), batch, constants=[("w", weights(5, 3, 3, 3)), *moments])
case("instance", node("InstanceNormalization", ["x", "s", "b"]), constants=[("s", weights(3)), ("b", weights(3))])
case("layer", node("LayerNormalization", ["x", "s", "b"], axis=-1), constants=[("s", weights(9)), ("b", weights(9))])
case("layer of pictures", node("LayerNormalization", ["x", "s"], axis=1, epsilon=1e-3), constants=[("s", weights(3, 9, 9))])
case("length", node("Flatten", ["x"]), node("LpNormalization", ["x"], axis=-1), flat=False)
case("length by magnitudes", node("LpNormalization", ["x"], axis=1, p=1))

# Functions of each number
centred = node("Sub", ["x", "half"])
half = ("half", np.array(0.5, np.float32))
for operator, attributes in [
    ("Abs", {}), ("Elu", {"alpha": 0.7}), ("Erf", {}), ("Exp", {}), ("HardSigmoid", {"alpha": 0.3, "beta": 0.4}), ("HardSwish", {}),
    ("LeakyRelu", {"alpha": 0.2}), ("Neg", {}), ("Relu", {}), ("Selu", {}), ("Sigmoid", {}), ("Softplus", {}), ("Softsign", {}),
    ("Tanh", {}), ("Ceil", {}), ("Floor", {}), ("Mish", {}),
]:
    scaled = node("Mul", ["x", "three"])
    case(operator.lower(), centred, scaled, node(operator, ["x"], **attributes), constants=[half, ("three", np.float32([3.0]))], opset=18)
for operator in ["Log", "Sqrt", "Reciprocal"]:
    case(operator.lower(), node("Add", ["x", "half"]), node(operator, ["x"]), constants=[half])
case("gelu", centred, node("Gelu", ["x"]), constants=[half], opset=20)
case("gelu by tanh", centred, node("Gelu", ["x"], approximate="tanh"), constants=[half], opset=20)
case("silu as it is exported", centred, node("Sigmoid", ["x"]), node("Mul", ["images", "x"]), constants=[half])
case("prelu", centred, node("PRelu", ["x", "slope"]), constants=[half, ("slope", weights(3, 1, 1))])
case("prelu of one slope", centred, node("PRelu", ["x", "slope"]), constants=[half, ("slope", weights(1))])
case("clip", node("Clip", ["x", "low", "high"]), constants=[("low", np.float32(0.2)), ("high", np.float32(0.7))])
case("clip from below", node("Clip", ["x", "low"]), constants=[("low", np.float32(0.2))])
case("clip by attributes", node("Clip", ["x"], min=0.2, max=0.7), opset=8)
case("softmax", node("Softmax", ["x"], axis=1))
case("softmax of old", node("Softmax", ["x"], axis=1), opset=11)
case("log softmax", node("LogSoftmax", ["x"]))

# Arithmetic
for operator in ["Add", "Sub", "Mul", "Div", "Min", "Max"]:
    case(f"{operator.lower()} of channels", node(operator, ["x", "w"]), constants=[("w", weights(3, 1, 1, low=0.2, high=0.9))])
case("sum and mean", node("Mean", ["x", "w", "x"]), node("Sum", ["x", "w", "w"]), constants=[("w", weights(1, 3, 9, 9))])
case("stretched both ways", node("ReduceMean", ["x"], axes=[3]), node("Mul", ["x", "row"]), constants=[("row", weights(9))])
for exponent in [2.0, 3.0, 0.5, -1.0, 1.7]:
    case(f"pow {exponent}", node("Add", ["x", "half"]), node("Pow", ["x", "e"]), constants=[half, ("e", np.float32(exponent))])
case("pow of tensors", node("Add", ["x", "half"]), node("Pow", ["x", "e"]), constants=[half, ("e", weights(3, 1, 1))])

# Pooling
for name, attributes in [
    ("plain", {"kernel_shape": [2, 2], "strides": [2, 2]}),
    ("padded", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ("ceil", {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1}),
    ("same", {"kernel_shape": [2, 2], "strides": [2, 2], "auto_pad": "SAME_UPPER"}),
    ("uneven", {"kernel_shape": [3, 2], "pads": [0, 0, 1, 1]}),
]:
    case(f"max pool {name}", node("MaxPool", ["x"], **attributes), opset=12)
    case(f"mean pool {name}", node("AveragePool", ["x"], **attributes), opset=12)
case("max pool dilated", node("MaxPool", ["x"], kernel_shape=[2, 2], dilations=[2, 2]))
case("mean pool with padding", node("AveragePool", ["x"], kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1))
case("global mean", node("GlobalAveragePool", ["x"]))
case("global max", node("GlobalMaxPool", ["x"]))

# Matrices
case("gemm", node("Flatten", ["x"]), node("Gemm", ["x", "w", "b"], transB=1, alpha=0.5, beta=2.0), constants=[("w", weights(6, 243)), ("b", weights(6))])
case("gemm without bias", node("Flatten", ["x"]), node("Gemm", ["x", "w"]), constants=[("w", weights(243, 6))])
case("matmul", node("Flatten", ["x"]), node("MatMul", ["x", "w"]), constants=[("w", weights(243, 6))])
case("matmul of stacks", node("MatMul", ["x", "w"]), constants=[("w", weights(9, 4))])
case("matmul from the left", node("MatMul", ["w", "x"]), constants=[("w", weights(4, 9))])
case("matmul of channels", node("MatMul", ["x", "w"]), constants=[("w", weights(3, 9, 4))])
case("matmul of a vector", node("MatMul", ["x", "w"]), constants=[("w", weights(9))])
case("attention", node("Transpose", ["x"], perm=[0, 1, 3, 2]), node("MatMul", ["images", "x"]), node("Softmax", ["x"]), node("MatMul", ["x", "images"]))

# Shapes
case("reshape", node("Reshape", ["x", "s"]), constants=[("s", ints(0, -1, 27))])
case("reshape of one picture", node("Reshape", ["x", "s"]), constants=[("s", ints(1, 243))], batch=1, flat=False)
case("reshape by a shape", node("Shape", ["x"]), node("Gather", ["x", "zero"]), node("Unsqueeze", ["x", "axis"]), node("Concat", ["x", "rest"], axis=0), node("Reshape", ["images", "x"]), constants=[("zero", np.array(0, np.int64)), ("axis", ints(0)), ("rest", ints(-1))], flat=False)
case("view with arithmetic", node("Shape", ["x"], start=2, end=4), node("Cast", ["x"], to=TensorProto.INT64), node("Mul", ["x", "one"]), node("Concat", ["front", "x"], axis=0), node("Reshape", ["images", "x"]), constants=[("one", ints(1, 1)), ("front", ints(-1, 3))])
case("transpose", node("Transpose", ["x"], perm=[0, 2, 3, 1]), node("Mul", ["x", "w"]), constants=[("w", weights(3))])
case("squeeze", node("GlobalAveragePool", ["x"]), node("Squeeze", ["x", "axes"]), constants=[("axes", ints(2, 3))], flat=False)
case("squeeze of old", node("GlobalAveragePool", ["x"]), node("Squeeze", ["x"], axes=[2, 3]), opset=11, flat=False)
case("unsqueeze", node("Flatten", ["x"]), node("Unsqueeze", ["x", "axes"]), node("Mul", ["x", "w"]), constants=[("axes", ints(-1)), ("w", weights(2))])
case("unsqueeze of old", node("Flatten", ["x"]), node("Unsqueeze", ["x"], axes=[1]), opset=11)
case("flatten", node("Flatten", ["x"], axis=2), node("MatMul", ["x", "w"]), node("Reshape", ["x", "s"]), constants=[("w", weights(81, 4)), ("s", ints(-1, 12))])
case("expand", node("GlobalAveragePool", ["x"]), node("Expand", ["x", "s"]), constants=[("s", ints(1, 3, 2, 4))])
case("constant of shape", node("Shape", ["x"]), node("ConstantOfShape", ["x"], value=numpy_helper.from_array(np.float32([0.3]))), node("Add", ["images", "x"]))
case("constant", node("Constant", [], value=numpy_helper.from_array(np.float32([0.3]))), node("Add", ["images", "x"]))
case("dropout", node("Dropout", ["x"]))
case("dropout of old", node("Dropout", ["x"], ratio=0.4), opset=11)
case("identity", node("Identity", ["x"]))
case("doubles", node("Cast", ["x"], to=TensorProto.FLOAT), constants=[])

# Parts
case("concat", node("Relu", ["x"]), node("Concat", ["x", "images", "images"], axis=1))
case("split", node("Split", ["x", "s"], 2, axis=1), constants=[("s", ints(1, 2))])
case("split evenly", node("Split", ["x"], 3, axis=2))
case("split of old", node("Split", ["x"], 2, axis=1, split=[2, 1]), opset=11)
case("slice", node("Slice", ["x", "s", "e", "a", "t"]), constants=[("s", ints(1, -1)), ("e", ints(8, -100)), ("a", ints(2, 3)), ("t", ints(3, -2))])
case("slice of old", node("Slice", ["x"], starts=[1, 2], ends=[100, -1], axes=[2, 3]), opset=9)
case("gather", node("Gather", ["x", "i"], axis=1), constants=[("i", ints(2, 0, -1, 2))])
case("gather one", node("Gather", ["x", "i"], axis=2), constants=[("i", np.array(4, np.int64))])
case("gather a table", node("Gather", ["x", "i"], axis=3), constants=[("i", ints(0, 1, 2, 3).reshape(2, 2))])
for mode in ["constant", "reflect", "edge"]:
    case(f"pad {mode}", node("Pad", ["x", "p", "v"], mode=mode), constants=[("p", ints(0, 0, 1, 2, 0, 0, 3, 0)), ("v", np.float32(0.5))])
case("pad by cutting", node("Pad", ["x", "p"]), constants=[("p", ints(0, 0, -1, 2, 0, 0, 0, -3))])
case("pad of old", node("Pad", ["x"], pads=[0, 0, 1, 1, 0, 0, 0, 2], value=0.25), opset=10)

# Reductions
for operator in ["ReduceMean", "ReduceSum", "ReduceL1", "ReduceL2", "ReduceMax", "ReduceMin", "ReduceSumSquare"]:
    axes = ints(2, -1)
    if operator == "ReduceSum":
        case(operator.lower(), node(operator, ["x", "a"], keepdims=0), constants=[("a", axes)], opset=13)
    else:
        case(operator.lower(), node(operator, ["x"], axes=[2, -1], keepdims=0), opset=13)
        case(f"{operator.lower()} of new", node(operator, ["x", "a"], keepdims=1), constants=[("a", axes)], opset=18)
case("length as it is exported", node("Flatten", ["x"]), node("ReduceL2", ["x"], axes=[1], keepdims=1), node("Clip", ["x", "low"]), node("Expand", ["x", "s"]), node("Mul", ["x", "w"]), constants=[("low", np.float32(1e-12)), ("s", ints(1, 5)), ("w", weights(5))], opset=13)

# Sizes
for mode in ["nearest", "linear", "cubic"]:
    for coordinates in ["half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel"]:
        extra = {"nearest_mode": "floor"} if mode == "nearest" else {}
        case(f"resize {mode} {coordinates}", node("Resize", ["x", "", "scales"], mode=mode, coordinate_transformation_mode=coordinates, **extra), constants=[("scales", np.float32([1, 1, 2, 1.5]))], side=12)
case("resize to sizes", node("Resize", ["x", "", "", "sizes"], mode="linear"), constants=[("sizes", ints(2, 3, 7, 5))])
case("resize without the outside", node("Resize", ["x", "", "scales"], mode="cubic", exclude_outside=1, cubic_coeff_a=-0.5), constants=[("scales", np.float32([1, 1, 2, 2]))])
case("resize of old", node("Resize", ["x", "scales"], mode="nearest"), constants=[("scales", np.float32([1, 1, 2, 2]))], opset=10)
case("upsample", node("Upsample", ["x", "scales"], mode="nearest"), constants=[("scales", np.float32([1, 1, 3, 2]))], opset=9)

# Integers for numbers
case("dequantized weights", node("DequantizeLinear", ["q", "s", "z"], axis=0), node("Conv", ["images", "x"]), constants=[("q", rng.integers(-128, 127, (4, 3, 3, 3)).astype(np.int8)), ("s", weights(4, low=0.001, high=0.01)), ("z", np.zeros(4, np.int8))])
case("dequantized in blocks", node("DequantizeLinear", ["q", "s"], axis=1, block_size=4), node("Reshape", ["x", "k"]), node("Conv", ["images", "x"]), constants=[("q", rng.integers(-128, 127, (4, 12)).astype(np.int8)), ("s", weights(4, 3, low=0.001, high=0.01)), ("k", ints(4, 3, 2, 2))], opset=21)
case("quantized", node("QuantizeLinear", ["x", "s", "z"]), node("DequantizeLinear", ["x", "s", "z"]), constants=[("s", np.float32(1 / 255)), ("z", np.uint8(3))])
case("quantized with a sign", centred, node("QuantizeLinear", ["x", "s", "z"]), node("DequantizeLinear", ["x", "s", "z"]), constants=[half, ("s", np.float32(0.02)), ("z", np.int8(0))])

# Files as they come
case("channels last", node("Transpose", ["x"], perm=[0, 3, 1, 2]), node("Conv", ["x", "w"]), constants=[("w", weights(4, 3, 3, 3))], layout="last")
case("half precision weights", node("Cast", ["h"], to=TensorProto.FLOAT), node("Conv", ["images", "x"]), constants=[("h", weights(4, 3, 3, 3).astype(np.float16))])
case("one picture at a time", node("Conv", ["x", "w"]), node("Flatten", ["x"]), node("Reshape", ["x", "s"]), constants=[("w", weights(4, 3, 3, 3)), ("s", ints(1, 4, 49))], batch=1)

tensors = {f"images/{side}": value for side, value in images.items()}
for name, (data, outputs) in cases.items():
    tensors[f"{name}/file"] = np.frombuffer(data, np.uint8)
    tensors[f"{name}/outputs"] = outputs
target = pathlib.Path(__file__).with_suffix(".safetensors")
save_file(tensors, target)
print(f"{len(cases)} cases, {target.stat().st_size} bytes in {target}")


def embedding(path, seed, widths):
    """A small network with random weights, whose embeddings tell drawn people apart by what is coloured where."""
    random = np.random.default_rng(seed)
    made, constants, last, channels = [], [], "images", 3
    for at, filters in enumerate(widths):
        weight = random.normal(0, (2 / (9 * channels)) ** 0.5, (filters, channels, 3, 3)).astype(np.float32)
        constants += [numpy_helper.from_array(weight, f"w{at}"), numpy_helper.from_array(np.full((filters, 1, 1), 0.1, np.float32), f"s{at}")]
        made.append(helper.make_node("Conv", [last, f"w{at}"], [f"c{at}"], strides=[2, 2], pads=[1, 1, 1, 1], name=f"conv{at}"))
        made.append(helper.make_node("PRelu", [f"c{at}", f"s{at}"], [f"r{at}"], name=f"relu{at}"))
        last, channels = f"r{at}", filters
    constants.append(numpy_helper.from_array(random.normal(0, 0.1, (24, 16 * channels)).astype(np.float32), "w"))
    made.append(helper.make_node("Flatten", [last], ["flat"], name="flat"))
    made.append(helper.make_node("Gemm", ["flat", "w"], ["embedding"], transB=1, name="embedding"))
    graph = helper.make_graph(
        made,
        "embedding",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, ["n", 3, 32, 32])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", 24])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    path.write_bytes(model.SerializeToString())


for name, seed, widths in [("embedding-a", 1, [8, 12, 16]), ("embedding-b", 2, [8, 12, 16]), ("embedding-c", 3, [6, 10, 14])]:
    embedding(target.with_name(f"{name}.onnx"), seed, widths)
