"""When and why we may write first (Ley 2300 de 2023): agreements, tries, blocks, the window, and asked-for notices."""
