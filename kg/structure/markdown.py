from kg.structure.block import Block
def markdown_blocks(text: str, *, start: int = 0) -> list[Block]:
    return []
