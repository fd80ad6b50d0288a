"""Writes the decoders that tests open, and what PyTorch makes of them.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_decoders.py

- `decoders/*.onnx`: what the scripts beside them export. docs/own-model.md has the same scripts.
- `decoders/pictures.json`: latent points, classes, and PyTorch's own pictures of them as bytes, row
  by row, red before green before blue; packed with zlib, in hexadecimal.
- `decoders/codes.json`: the means and deviations that PyTorch's encoder gives these pictures of mlp_vae.
- `decoders/bad/*.onnx`: files that are refused, and a few that are unusual.
- `decoders/encoders/*.onnx`: exact inverses of `bad/batch_of_one.onnx`, `bad/one_hot.onnx` and
  `bad/flat_colour.onnx`, each of another form, and files that are no encoder of these.
"""

import contextlib
import json
import math
import os
import runpy
import zlib
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

FOLDER = Path(__file__).parent / "decoders"
POINTS = 4

torch.set_num_threads(1)


def points(latent):
    """The origin, and points about as far from it as draws from the prior."""
    rows = [[0.0] * latent]
    for row in range(1, POINTS):
        rows.append([1.5 * math.sin(1 + 0.7 * i * i + 1.3 * row) for i in range(latent)])
    return np.array(rows, dtype=np.float32)


def as_bytes(values):
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def export(name):
    """Runs a script, which writes its file into the present folder; returns its variables."""
    with contextlib.chdir(FOLDER), torch.enable_grad():
        return runpy.run_path(f"{name}.py")


@torch.no_grad()
def pictures():
    found = {}

    def add(name, z, labels, images):
        _, height, width, channels = images.shape
        found[name] = {
            "z": [[float(value) for value in row] for row in z],
            "labels": labels,
            "height": height,
            "width": width,
            "channels": channels,
            "pictures": zlib.compress(as_bytes(images).tobytes(), 9).hex(),
        }

    made = export("mlp_vae")
    z = points(made["LATENT"])
    images = made["decoder"](torch.tensor(z)).permute(0, 2, 3, 1).numpy() * 255
    add("mlp_vae", z, [], images)

    made = export("dcgan")
    z = points(made["LATENT"])
    images = made["generator"](torch.tensor(z)[:, :, None, None]).permute(0, 2, 3, 1).numpy()
    add("dcgan", z, [], (images + 1) * 127.5)

    made = export("conditional")
    z = points(made["LATENT"])
    labels = [row % made["CLASSES"] for row in range(POINTS)]
    images = made["decoder"](torch.tensor(z), torch.tensor(labels)).numpy()
    add("conditional", z, labels, images)
    return found


@torch.no_grad()
def codes(pictures):
    """What the encoder of mlp_vae makes of its own pictures, as the page has them: bytes."""
    made = pictures["mlp_vae"]
    shape = (POINTS, 1, made["height"], made["width"])
    images = np.frombuffer(zlib.decompress(bytes.fromhex(made["pictures"])), dtype=np.uint8)
    images = torch.tensor(images.reshape(shape).astype(np.float32) / 255)
    mean, log_variance = export("mlp_vae")["encoder"](images)
    return {"means": mean.tolist(), "deviations": (0.5 * log_variance).exp().tolist()}


def weights(name, shape, scale=0.3):
    count = math.prod(shape)
    values = [scale * math.sin(1 + 0.7 * i * i) for i in range(count)]
    return numpy_helper.from_array(np.array(values, dtype=np.float32).reshape(shape), name)


def dense(file, *, z=("batch", 4), inputs=None, nodes=None, pixels=64, shape=(0, 1, 8, 8), extra=()):
    """A file of one dense layer: z → picture, with whatever is asked for in place of a part."""
    initializers = [weights("w", (4, pixels)), *extra]
    initializers.append(numpy_helper.from_array(np.array(shape, dtype=np.int64), "shape"))
    nodes = nodes or [
        helper.make_node("MatMul", ["z", "w"], ["x"]),
        helper.make_node("Sigmoid", ["x"], ["y"]),
        helper.make_node("Reshape", ["y", "shape"], ["image"]),
    ]
    inputs = inputs or [helper.make_tensor_value_info("z", TensorProto.FLOAT, z)]
    outputs = [helper.make_tensor_value_info("image", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, file, inputs, outputs, initializers)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("own.domain", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    (FOLDER / "bad").mkdir(exist_ok=True)
    return model, FOLDER / "bad" / f"{file}.onnx"


def save(made):
    model, path = made
    path.write_bytes(model.SerializeToString())


def float_input(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def unusual():
    node = helper.make_node
    end = node("Reshape", ["y", "shape"], ["image"])
    matmul = node("MatMul", ["z", "w"], ["x"])
    save(dense("unknown_operators", nodes=[
        matmul,
        node("Warp", ["x"], ["a"], domain="own.domain"),
        node("Det", ["a"], ["y"]),
        end,
    ]))
    save(dense("open_latent", z=("batch", "latent")))
    save(dense("scalar_input", z=(4,)))
    save(dense("picture_input", z=("batch", 3, 8, 8)))
    save(dense("three_inputs", inputs=[
        float_input("z", ("batch", 4)), float_input("noise1", ("batch", 4)), float_input("noise2", ("batch", 4)),
    ], nodes=[
        node("Add", ["z", "noise1"], ["a"]), node("Add", ["a", "noise2"], ["b"]),
        node("MatMul", ["b", "w"], ["x"]), node("Sigmoid", ["x"], ["y"]), end,
    ]))
    save(dense("four_channels", pixels=256, shape=(0, 4, 8, 8)))
    save(dense("too_large", pixels=1, shape=(0, 1, 1, 1), nodes=[
        matmul, node("Reshape", ["x", "shape"], ["y"]), node("Expand", ["y", "size"], ["image"]),
    ], extra=[numpy_helper.from_array(np.array([1, 1, 300, 300]), "size")]))
    save(dense("one_number", pixels=1, shape=(0, 1)))
    broken, path = dense("nan_weights")
    values = numpy_helper.to_array(broken.graph.initializer[0]).copy()
    values[1, 5] = np.nan
    broken.graph.initializer[0].CopyFrom(numpy_helper.from_array(values, "w"))
    save((broken, path))
    half, path = dense("half_precision")
    values = numpy_helper.to_array(half.graph.initializer[0]).astype(np.float16)
    half.graph.initializer[0].CopyFrom(numpy_helper.from_array(values, "w"))
    save((half, path))
    outside, path = dense("external_data")
    tensor = outside.graph.initializer[0]
    onnx.external_data_helper.set_external_data(tensor, "external_data.onnx.data", 0, 1024)
    tensor.ClearField("raw_data")
    save((outside, path))
    save(dense("overflow", nodes=[
        matmul, node("Mul", ["x", "huge"], ["a"]), node("Exp", ["a"], ["y"]), end,
    ], extra=[numpy_helper.from_array(np.array([1e9], dtype=np.float32), "huge")]))
    save(dense("huge_batch", z=(10_000_000, 4)))
    # These are opened.
    save(dense("batch_of_one", z=(1, 4)))
    # Its pictures overflow a little outside of the prior.
    save(dense("steep", nodes=[
        matmul, node("Mul", ["x", "slope"], ["a"]), node("Exp", ["a"], ["e"]), node("Mul", ["e", "zero"], ["none"]),
        node("Sigmoid", ["x"], ["s"]), node("Add", ["s", "none"], ["y"]), end,
    ], extra=[numpy_helper.from_array(np.array(value, dtype=np.float32), name)
              for name, value in [("slope", 40), ("zero", 0)]]))
    save(dense("one_hot", inputs=[float_input("z", ("batch", 4)), float_input("class", ("batch", 5))],
        extra=[weights("v", (5, 64))], nodes=[
            matmul, node("MatMul", ["class", "v"], ["c"]), node("Add", ["x", "c"], ["s"]),
            node("Tanh", ["s"], ["y"]), end,
        ]))
    save(dense("flat_colour", pixels=192, nodes=[
        matmul, node("Sigmoid", ["x"], ["image"]),
    ]))


def inverse(file, *, shape=("batch", 1, 8, 8), before=(), end=None, outputs=("code",), pixels=64, **rest):
    """The inverse of a decoder of `dense`: picture → logits → the point, by the pseudo-inverse of w."""
    node = helper.make_node
    made = numpy_helper.to_array(weights("w", (4, pixels)))
    initializers = [
        numpy_helper.from_array(np.linalg.pinv(made).astype(np.float32), "back"),
        numpy_helper.from_array(np.array([rest.get("batch", 0), pixels], dtype=np.int64), "flat"),
        *(numpy_helper.from_array(np.array(value, dtype=np.float32), name) for name, value in {
            "one": 1, "two": 2, "half": 0.5, "white": 255, "low": 1e-4, "high": 1 - 1e-4, "zero": 0,
            "small": -4,
        }.items()),
        *rest.get("extra", ()),
    ]
    nodes = [
        node("Reshape", ["image", "flat"], ["pixels"]),
        *(before or [node("Identity", ["pixels"], ["unit"])]),
        node("Clip", ["unit", "low", "high"], ["p"]),
        node("Sub", ["one", "p"], ["q"]),
        node("Div", ["p", "q"], ["odds"]),
        node("Log", ["odds"], ["logits"]),
        *rest.get("middle", ()),
        node("MatMul", [rest.get("last", "logits"), "back"], ["found"]),
        *(end or [node("Identity", ["found"], ["code"])]),
    ]
    inputs = [float_input("image", shape), *rest.get("inputs", ())]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ("batch", size))
               for name, size in (output if isinstance(output, tuple) else (output, 4) for output in outputs)]
    graph = helper.make_graph(nodes, file, inputs, outputs, initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    (FOLDER / "encoders").mkdir(exist_ok=True)
    save((model, FOLDER / "encoders" / f"{file}.onnx"))


def encoders():
    node = helper.make_node
    signed = [node("Add", ["pixels", "one"], ["a"]), node("Mul", ["a", "half"], ["unit"])]
    spread = [node("Mul", ["found", "zero"], ["none"]), node("Add", ["none", "small"], ["low_variance"])]
    code = node("Identity", ["found"], ["code"])
    inverse("plain")
    inverse("signed", before=signed)
    inverse("bytes", before=[node("Div", ["pixels", "white"], ["unit"])])
    inverse("pixels_last", shape=("batch", 8, 8, 1))
    inverse("flat", shape=("batch", 64))
    inverse("grey_rows", shape=("batch", 8, 8))
    inverse("open_size", shape=("batch", 1, "height", "width"))
    inverse("batch_of_three", shape=(3, 1, 8, 8))
    # It says that its batch is open, but reshapes to one picture.
    inverse("one_at_a_time", batch=1)
    inverse("halves", outputs=[("code", 8)], end=[
        *spread, node("Concat", ["found", "low_variance"], ["code"], axis=1),
    ])
    inverse("halves_swapped", outputs=[("code", 8)], end=[
        *spread, node("Concat", ["low_variance", "found"], ["code"], axis=1),
    ])
    inverse("two_outputs", outputs=["a", "b"], end=[
        *spread, node("Identity", ["low_variance"], ["a"]), node("Identity", ["found"], ["b"]),
    ])
    inverse("named", outputs=["logvar", "z_mean"], end=[
        *spread, node("Identity", ["low_variance"], ["logvar"]), node("Identity", ["found"], ["z_mean"]),
    ])
    inverse("deviation", outputs=["code", "sigma"], end=[
        *spread, node("Mul", ["low_variance", "half"], ["h"]), node("Exp", ["h"], ["sigma"]), code,
    ])
    # tanh(x) = 2 · sigmoid(2 x) − 1, and the class adds to x.
    inverse("of_one_hot", before=signed, last="without", inputs=[float_input("class", ("batch", 5))],
        extra=[weights("v", (5, 64))], middle=[
            node("Mul", ["logits", "half"], ["x"]), node("MatMul", ["class", "v"], ["c"]),
            node("Sub", ["x", "c"], ["without"]),
        ])
    inverse("flat_colour", shape=("batch", 192), pixels=192)
    # These fit nothing.
    inverse("wrong_size", shape=("batch", 1, 16, 16))
    inverse("wrong_latent", outputs=[("code", 5)], extra=[weights("wide", (4, 5))],
        end=[node("MatMul", ["found", "wide"], ["code"])])
    inverse("huge_batch", shape=(1_000_000, 1, 8, 8))
    inverse("another_inputs", inputs=[float_input("noise", ("batch", 4))],
        end=[node("Add", ["found", "noise"], ["code"])])
    inverse("unrelated", before=[node("MatMul", ["pixels", "mix"], ["m"]), node("Sigmoid", ["m"], ["unit"])],
        extra=[weights("mix", (64, 64), 3)])


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    unusual()
    encoders()
    made = pictures()
    (FOLDER / "pictures.json").write_text(json.dumps(made, indent=1) + "\n")
    (FOLDER / "codes.json").write_text(json.dumps(codes(made), indent=1) + "\n")
