//! A table of text in columns, numbers flush right.

use unicode_width::UnicodeWidthStr;

/// Rows of cells. The first column is flush left, all others flush right.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with this heading.
    pub(super) fn new(heading: &[&str]) -> Self {
        Self { rows: vec![heading.iter().map(|&cell| cell.to_owned()).collect()] }
    }

    /// A table without a heading.
    pub(super) fn plain() -> Self {
        Self::default()
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// All rows, the heading first where there is one.
    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The lines, the heading first where there is one.
    pub(super) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        self.rows
            .iter()
            .map(|row| {
                let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
                    let gap = " ".repeat(width.saturating_sub(cell.width()));
                    if column == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
                });
                cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
            })
            .collect()
    }
}
