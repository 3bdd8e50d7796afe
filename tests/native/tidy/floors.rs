//! The floors: which folder may use which. The table of ARCHITECTURE.md is what is checked against, and the crate's
//! documentation holds the same one, so that the docs, the check and the code cannot differ.

use std::collections::BTreeMap;

use super::File;
use super::uses::{folder_of, uses};

pub const DOCS: &str = "ARCHITECTURE.md";
pub const CRATE_DOCS: &str = "src/lib.rs";

/// A line of the table: `3  src/train  objective, optimiser, trainer  → model nn`. Without a number it stands on the
/// floor of the line above it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: usize,
    floor: u32,
    /// `src/train`
    folder: String,
    says: String,
    /// Whole folders: a bare name is a neighbour's.
    uses: Vec<String>,
}

/// The rows in the fenced blocks of a text, or of a module's documentation.
fn table(file: &File, root: &str) -> Vec<Row> {
    let (mut rows, mut fenced, mut floor) = (Vec::new(), false, 0);
    for (n, line) in file.text.lines().enumerate() {
        let line = line.trim_start_matches("//!").trim();
        fenced ^= line.starts_with("```");
        let Some((left, uses)) = line.rsplit_once('→').filter(|_| fenced) else { continue };
        let (first, rest) = left.split_once(' ').unwrap_or((left, ""));
        let named = match first.parse() {
            Ok(number) => {
                floor = number;
                rest.trim_start()
            }
            Err(_) => left,
        };
        let (name, says) = named.split_once(' ').unwrap_or((named, ""));
        let folder = format!("{root}{name}");
        let neighbours = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let whole = |name: &str| if name.contains('/') { name.to_owned() } else { format!("{neighbours}/{name}") };
        let names = uses.split([',', ' ']).filter(|name| !name.is_empty() && *name != "nothing");
        let uses = names.map(whole).collect();
        rows.push(Row { line: n + 1, floor, folder, says: says.trim().to_owned(), uses });
    }
    rows
}

/// Every arrow that the table or the code has and the other has not, and every arrow that does not lead down.
pub fn arrows(files: &[File], docs: &File) -> Vec<String> {
    let rows = table(docs, "");
    let row_of = |folder: &str| rows.iter().find(|row| row.folder == folder);
    // (from, to) → where it is used first
    let mut used: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut folders: BTreeMap<String, &str> = BTreeMap::new();
    for file in files {
        let Some(folder) = folder_of(&file.path) else { continue };
        for (to, line) in uses(file) {
            used.entry((folder.clone(), to)).or_insert_with(|| format!("{}:{line}", file.path));
        }
        folders.entry(folder).or_insert(&file.path);
    }
    for (folder, path) in &folders {
        if row_of(folder).is_none() {
            problems.push(format!("{path}:1: `{folder}` has no row in the table of {DOCS}: give it a floor there."));
        }
    }
    for ((from, to), place) in &used {
        if row_of(from).is_some_and(|row| !row.uses.contains(to)) {
            problems.push(format!(
                "{place}: `{from}` uses `{to}`, an arrow that the table of {DOCS} does not have: move what is needed \
                 down a floor, or, where the arrow is right, add it to the table."
            ));
        }
    }
    for row in &rows {
        let (line, from) = (row.line, &row.folder);
        if !folders.contains_key(from) {
            problems.push(format!("{DOCS}:{line}: there is no `{from}`: take its row out of the table."));
        }
        for to in &row.uses {
            if folders.contains_key(from) && !used.contains_key(&(from.clone(), to.clone())) {
                problems.push(format!("{DOCS}:{line}: `{from}` never uses `{to}`: take the arrow out of the table."));
            }
            if row_of(to).is_some_and(|target| target.floor >= row.floor) {
                problems.push(format!("{DOCS}:{line}: `{from}` → `{to}` does not lead down: no floor uses one above."));
            }
        }
    }
    problems
}

/// `//! Floor 3: …` at the head of a module against its row.
pub fn floors_named(files: &[File], docs: &File) -> Vec<String> {
    let rows = table(docs, "");
    let mut problems = Vec::new();
    for file in files {
        let Some(said) = file.text.strip_prefix("//! Floor ").and_then(|rest| rest.split_once(':')) else { continue };
        let row = folder_of(&file.path).and_then(|folder| rows.iter().find(|row| row.folder == folder));
        if row.is_none_or(|row| row.floor.to_string() != said.0) {
            let place = row.map_or("on none".to_owned(), |row| format!("on {}", row.floor));
            problems.push(format!(
                "{}:1: the module says that it is on floor {}; the table of {DOCS} has it {place}.",
                file.path, said.0
            ));
        }
    }
    problems
}

/// The table in the crate's documentation against the crate's part of the one in ARCHITECTURE.md.
pub fn one_table(docs: &File, crate_docs: &File) -> Vec<String> {
    let in_crate = |row: &&Row| row.folder.starts_with("src/");
    let (ours, theirs) = (table(docs, ""), table(crate_docs, "src/"));
    let ours: Vec<&Row> = ours.iter().filter(in_crate).collect();
    let mut problems = Vec::new();
    for row in &ours {
        let same = |other: &&Row| {
            (&other.folder, other.floor, &other.says, &other.uses) == (&row.folder, row.floor, &row.says, &row.uses)
        };
        if !theirs.iter().any(|other| same(&other)) {
            problems.push(format!(
                "{DOCS}:{}: {CRATE_DOCS} has another row for `{}`, or none: copy this one.",
                row.line, row.folder
            ));
        }
    }
    for row in &theirs {
        if !ours.iter().any(|other| other.folder == row.folder) {
            problems.push(format!(
                "{CRATE_DOCS}:{}: {DOCS} has no row for `{}`: the table there counts.",
                row.line, row.folder
            ));
        }
    }
    if ours.is_empty() {
        problems.push(format!("{DOCS}:1: there is no table of the floors: a fenced block of rows with →."));
    }
    problems
}

mod tests {
    use super::*;

    const TABLE: &str =
        "text → no row\n```\n 2  src/model   wiring          → nn num\n    src/data    images          → num
 1  src/nn      layers          → num\n────────\n 0  src/num     numbers, sums   → nothing\n```\n";

    fn docs(text: &str) -> File {
        File::new(DOCS, text)
    }

    fn house() -> Vec<File> {
        vec![
            File::new("src/lib.rs", "pub mod nn; use model::X;"),
            File::new("src/model/mod.rs", "use crate::nn::Dense;\nuse crate::num::Real;"),
            File::new("src/data/mod.rs", "use crate::num::rng;"),
            File::new("src/nn/mod.rs", "use crate::num::Real;"),
            File::new("src/num/mod.rs", ""),
        ]
    }

    #[test]
    fn does_a_house_as_its_table_says_pass() {
        assert_eq!(arrows(&house(), &docs(TABLE)), [""; 0]);
    }

    #[test]
    fn is_an_arrow_that_the_table_has_not_named_with_its_line() {
        let mut files = house();
        files[3].text.push_str("\nfn f() { crate::model::g() }");
        let problems = arrows(&files, &docs(TABLE));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("src/nn/mod.rs:2: `src/nn` uses `src/model`"), "{problems:?}");
    }

    #[test]
    fn is_an_arrow_that_the_code_has_not_named_with_its_row() {
        let mut files = house();
        files[1].text = "use crate::nn::Dense;".into();
        let problems = arrows(&files, &docs(TABLE));
        assert_eq!(problems, ["ARCHITECTURE.md:3: `src/model` never uses `src/num`: take the arrow out of the table."]);
    }

    #[test]
    fn is_an_arrow_up_or_along_refused_even_where_the_table_has_it() {
        for (row, used) in [("→ nn num", "nn"), ("→ data num", "data")] {
            let text = TABLE.replace("images          → num", &format!("images          {row}"));
            let text = if used == "nn" {
                text.replace(" 1  src/nn ", " 3  src/nn ")
            } else {
                TABLE.replace("→ nn num", "→ nn num data")
            };
            let mut files = house();
            files[if used == "nn" { 2 } else { 1 }].text.push_str(&format!("\nuse crate::{used}::x;"));
            let problems = arrows(&files, &docs(&text));
            assert!(problems.iter().any(|problem| problem.contains("does not lead down")), "{used}: {problems:?}");
        }
    }

    #[test]
    fn is_a_folder_without_a_row_and_a_row_without_a_folder_named() {
        let mut files = house();
        files.push(File::new("src/import/csv.rs", ""));
        files.remove(2);
        let problems = arrows(&files, &docs(TABLE));
        assert!(problems[0].starts_with("src/import/csv.rs:1: `src/import` has no row"), "{problems:?}");
        assert!(problems[1].starts_with("ARCHITECTURE.md:4: there is no `src/data`"), "{problems:?}");
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn is_a_module_that_names_another_floor_than_its_row_caught() {
        let found = |path, text| floors_named(&[File::new(path, text)], &docs(TABLE));
        assert_eq!(found("src/data/mod.rs", "//! Floor 2: images."), [""; 0]);
        assert_eq!(found("src/data/batch.rs", "//! Batches. Floor 1: nn."), [""; 0]);
        assert_eq!(
            found("src/data/mod.rs", "//! Floor 1: images."),
            ["src/data/mod.rs:1: the module says that it is on floor 1; the table of ARCHITECTURE.md has it on 2."]
        );
        assert!(found("src/import/mod.rs", "//! Floor 1: files.")[0].ends_with("has it on none."));
    }

    #[test]
    fn is_the_page_held_to_its_rows_too() {
        let docs = docs(
            "```\n 8 www/src/page canvas → shared\n 7 www/src/worker loop → shared, src/wasm\n 6 www/src/shared types → nothing\n```",
        );
        let good = [
            File::new("www/src/page/main.ts", "import { A } from '../shared/types';"),
            File::new(
                "www/src/worker/main.ts",
                "import { A } from '../shared/types';\nimport b from '../../../src/wasm/types';",
            ),
            File::new("www/src/shared/types.ts", ""),
        ];
        assert_eq!(arrows(&good, &docs), [""; 0]);
        let mut bad = good.clone();
        bad[0].text.push_str("\nimport { B } from '../worker/loop';");
        let problems = arrows(&bad, &docs);
        assert!(
            problems[0].starts_with("www/src/page/main.ts:2: `www/src/page` uses `www/src/worker`"),
            "{problems:?}"
        );
    }

    #[test]
    fn is_another_table_in_the_crates_documentation_found() {
        let page = "```\n 8 www/src/page canvas → shared\n```\n";
        let ours = docs(&format!("{page}{TABLE}"));
        let theirs =
            |text: &str| File::new(CRATE_DOCS, &text.lines().map(|line| format!("//! {line}\n")).collect::<String>());
        let crate_table = TABLE.replace("src/", "");
        assert_eq!(one_table(&ours, &theirs(&crate_table)), [""; 0]);
        for (from, to) in [("→ nn num", "→ nn"), (" 1  nn", " 0  nn"), ("numbers, sums", "numbers"), ("data ", "date ")]
        {
            assert!(crate_table.contains(from));
            assert!(!one_table(&ours, &theirs(&crate_table.replace(from, to))).is_empty(), "{from} → {to}");
        }
        let more = crate_table.replace("\n```\n", "\n 0  more  x  → nothing\n```\n");
        assert!(one_table(&ours, &theirs(&more))[0].contains("no row for `src/more`"));
        assert!(!one_table(&docs("no table"), &theirs("none")).is_empty());
    }
}
