"""`python -m jianbao.convert.training`: write the weights anew."""

from pathlib import Path

from jianbao.convert import label
from jianbao.convert.training.train import train

if __name__ == "__main__":
    file = Path(label.__file__).with_name("weights.json")
    file.write_text(train([]), "utf-8")
