//! `vae-lab inspect`: what a data set holds, and what its files were taken to mean.

use clap::Args;
use serde_json::{Value, json};
use vae_lab::import::{Fit, Preview, Sure};

use crate::data::{self, Source};
use crate::failure::Outcome;
use crate::output::answer;
use crate::reading::Reading;

#[derive(Args)]
pub struct Inspect {
    /// A file or folder of images, or what else --data takes
    data: String,
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON line
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub fn run(self) -> Outcome<()> {
        let source = data::open(&self.data, &self.reading.choices())?;
        if self.json { answer(&facts(&source).to_string()) } else { answer(&text(&source)) }
    }
}

/// Of a set's images, those of each class.
fn classes(source: &Source) -> Vec<(String, usize)> {
    let labels = source.data.labels();
    let count = |class: usize| labels.ids().iter().filter(|&&id| usize::from(id) == class).count();
    labels.names().iter().enumerate().map(|(class, name)| (name.clone(), count(class))).collect()
}

fn facts(source: &Source) -> Value {
    let data = &source.data;
    let mut facts = json!({
        "name": data.name(),
        "images": data.len(),
        "height": data.height(),
        "width": data.width(),
        "classes": classes(source).iter().map(|(name, images)| json!({ "name": name, "images": images })).collect::<Value>(),
        "train": source.split.as_ref().map(|split| split.train.len()),
        "held_out": source.split.as_ref().map(|split| split.held_out.len()),
        "bytes": data.len() * data.height() * data.width(),
    });
    let Some(preview) = &source.preview else { return facts };
    let skipped =
        |skipped: &vae_lab::import::Skipped| json!({ "path": skipped.path, "code": skipped.code, "why": skipped.why });
    let choices = &preview.choices;
    facts["read"] = json!({
        "formats": preview.formats,
        "found": preview.found,
        "sides": preview.sides,
        "colour": preview.colour,
        "labels_from": preview.labels_from,
        "values": [preview.values.0, preview.values.1],
        "taken_as": [preview.meaning.low, preview.meaning.high],
        "light_edges": preview.light_edges,
        "inverted": choices.invert,
        "transposed": { "seems": preview.transposed.name(), "wider": preview.wider, "taken": choices.transpose },
        "fit": choices.fit.map(fit_name),
        "duplicates": preview.duplicates,
        "constant": preview.constant,
        "skipped": preview.skipped.iter().map(skipped).collect::<Value>(),
        "skipped_more": preview.skipped_more,
        "notes": preview.notes,
    });
    facts
}

fn fit_name(fit: Fit) -> &'static str {
    match fit {
        Fit::Crop => "crop",
        Fit::Pad => "pad",
    }
}

fn text(source: &Source) -> String {
    let data = &source.data;
    let mut lines = vec![format!("{}: {} images of {}×{}", data.name(), data.len(), data.height(), data.width())];
    let classes = classes(source);
    if classes.is_empty() {
        lines.push("without classes".into());
    } else {
        let shown: Vec<String> = classes.iter().map(|(name, images)| format!("{name} ({images})")).collect();
        lines.push(format!("{} classes: {}", classes.len(), shown.join(", ")));
    }
    match &source.split {
        Some(split) => lines.push(format!("{} to train on, {} held out", split.train.len(), split.held_out.len())),
        None if data.is_held_out() => lines.push("all held out".into()),
        None => lines.push("in one part: a split is drawn".into()),
    }
    if let Some(preview) = &source.preview {
        lines.extend(decisions(preview));
    }
    lines.join("\n")
}

/// What was decided of other people's files, a line each.
fn decisions(preview: &Preview) -> Vec<String> {
    let Preview { sides: [least, most], choices, .. } = preview;
    let mut lines = vec![format!("read from {}", preview.formats.join(", "))];
    if preview.found > preview.images {
        lines.push(format!("{} images drawn of {}", preview.images, preview.found));
    }
    if least == most && (preview.height, preview.width) == *least {
        lines.push("sizes as they are".into());
    } else {
        let fit = choices.fit.map_or("", fit_name);
        let (least, most) = (format!("{}×{}", least.0, least.1), format!("{}×{}", most.0, most.1));
        lines.push(format!("sizes from {least} to {most}, made {}×{} ({fit})", preview.height, preview.width));
    }
    lines.push(format!("values {} to {}, taken as {}", preview.values.0, preview.values.1, preview.meaning));
    if preview.colour {
        lines.push("colours made grey by their luminance".into());
    }
    let light = 100.0 * preview.light_edges;
    lines.push(match choices.invert {
        Some(true) => format!("inverted: the edges of {light:.0} % of the images are light"),
        _ => format!("not inverted: the edges of {light:.0} % of the images are light"),
    });
    if preview.transposed != Sure::No || choices.transpose == Some(true) {
        let taken = if choices.transpose == Some(true) { "transposed" } else { "not transposed" };
        let (sure, wider) = (preview.transposed.name(), 100.0 * preview.wider);
        lines.push(format!("{taken}; that rows are columns is {sure}: {wider:.0} % are wider than high"));
    }
    if !preview.labels_from.is_empty() {
        lines.push(format!("classes from {}", preview.labels_from));
    }
    lines.extend(preview.notes.iter().cloned());
    lines.push(format!("{} equal an earlier one, {} are of one value", preview.duplicates, preview.constant));
    let skipped = preview.skipped.len() + preview.skipped_more;
    if skipped > 0 {
        lines.push(format!("{skipped} skipped:"));
        lines.extend(preview.skipped.iter().map(|skipped| format!("  {} {}", skipped.path, skipped.why)));
        if preview.skipped_more > 0 {
            lines.push(format!("  and {} more", preview.skipped_more));
        }
    }
    lines
}

/// In one line, what a run should not keep silent about.
pub fn remark(source: &Source) -> Option<String> {
    let preview = source.preview.as_ref()?;
    let mut parts = vec![format!("{} images of {}×{}", preview.images, preview.height, preview.width)];
    parts.push(format!("values taken as {}", preview.meaning));
    for (is, word) in [(preview.choices.invert, "inverted"), (preview.choices.transpose, "transposed")] {
        parts.extend(is.filter(|&is| is).map(|_| word.to_owned()));
    }
    parts.extend(preview.notes.iter().cloned());
    let skipped = preview.skipped.len() + preview.skipped_more;
    if skipped > 0 {
        parts.push(format!("{skipped} skipped"));
    }
    Some(format!("{}; `vae-lab inspect` says more", parts.join(", ")))
}
