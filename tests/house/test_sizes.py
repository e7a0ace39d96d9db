from tests.house.sources import functions, modules, name_of, templates


def too_long(lengths: dict[str, int], limit: int) -> dict[str, int]:
    return {name: length for name, length in lengths.items() if length > limit}


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in modules("kakehashi", "config", "bench")}

    assert too_long(lengths, 400) == {}


def test_test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in modules("tests")}

    assert too_long(lengths, 600) == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules("kakehashi", "config")
        for node in functions(path)
    }

    assert too_long(lengths, 50) == {}


def test_views_are_thin() -> None:
    """What a view does, its signature not counted."""
    lengths = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or node.lineno) - node.body[0].lineno + 1
        for path in modules("kakehashi")
        if path.stem == "views" or path.parent.name == "views"
        for node in functions(path)
    }

    assert too_long(lengths, 30) == {}


def test_templates_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in templates()}

    assert too_long(lengths, 200) == {}
