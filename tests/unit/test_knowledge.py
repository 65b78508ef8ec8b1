"""The version of an analysis, which says when to do it again."""

import ast
from pathlib import Path

import service
from service.pipeline.knowledge import PROGRAM, digest_of, program_digest

SERVICE = Path(service.__path__[0])
NOT_THE_ANALYSIS = {"service.errors", "service.json_once"}


def test_a_change_of_any_file_of_the_pipeline_is_another_version(tmp_path: Path) -> None:
    for name in ("rules.py", "model/weights.onnx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    before = digest_of([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/rules.pyc").write_text("compiled")
    assert digest_of([tmp_path]) == before
    (tmp_path / "model/weights.onnx").write_text("2")
    assert digest_of([tmp_path]) != before


def test_the_version_of_the_pipeline_is_found_once_a_process() -> None:
    assert program_digest() == program_digest()
    assert program_digest.cache_info().misses == 1


def test_a_change_of_a_single_file_beside_the_pipeline_is_another_version_too(tmp_path: Path) -> None:
    file = tmp_path / "countries.py"
    file.write_text("1")
    before = digest_of([file])
    file.write_text("2")
    assert digest_of([file]) != before


def test_all_that_the_analysis_imports_of_ours_is_in_its_version() -> None:
    files = [file for place in PROGRAM for file in ([place] if place.is_file() else place.rglob("*.py"))]
    imported = {
        node.module
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("service.")
    }
    assert imported
    for name in imported - NOT_THE_ANALYSIS:
        source = SERVICE.joinpath(*name.split(".")[1:])
        assert any({source, source.with_suffix(".py")} & {place, *place.rglob("*")} for place in PROGRAM), (
            name
        )
