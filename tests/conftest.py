"""What every test may ask for. The parts live side by side in tests/fixtures/."""

from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
PARTS = ("browser", "valkey", "smtp", "worker")
pytest_plugins = [f"tests.fixtures.{part}" for part in PARTS if (FIXTURES / f"{part}.py").exists()]
