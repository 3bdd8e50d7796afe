//! Names: which tensors of a file are which of the model's, under whatever names other programs gave them.
//!
//! A layer is told by its name, `<prefix><part>….weight`, where the part is the encoder, the decoder, a head, or a layer of
//! PyTorch's own example (`fc1`, `fc21`, `fc22`, `fc3`, `fc4`); its place in the part by the numbers in what follows; that it
//! is a convolution by its four axes. What a name leaves open is refused: a tensor of the encoder or the decoder that is no
//! layer would be left out of the function, two layers of one place could follow each other either way.

use super::safetensors::File;
use crate::model::MAX_HIDDEN_LAYERS;

/// More tensors are not looked through. A model has 21 at most; this leaves room for what stands beside it.
const MAX_TENSORS: usize = 4096;
pub const NO_MODEL: &str = "it has no tensors of an encoder and a decoder";
/// Of a file. The model's own bound is below, and speaks for itself.
const MAX_LAYERS: usize = 2 * (MAX_HIDDEN_LAYERS + 1);
/// Where the first number lies in an order.
const FIRST: u32 = 40;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Encoder,
    Decoder,
    /// Head of μ.
    Mean,
    /// Head of log σ².
    LogVariance,
    /// `fc<n>`: of the encoder before the heads, of the decoder behind them.
    Numbered,
}

/// Where a name puts a tensor.
struct Place<'n> {
    /// What stands before the part.
    prefix: &'n str,
    role: Role,
    /// The first three numbers in the rest of the name, of twenty bits each.
    order: u64,
}

struct Layer<'n> {
    place: Place<'n>,
    /// The name without `.weight`.
    path: &'n str,
    /// (O, I)
    shape: [usize; 2],
    is_convolution: bool,
}

/// The model's tensors in a file.
pub struct Names {
    prefix: String,
    /// Name in the model, names in the file: two of heads, whose rows follow each other. Of a bias that the file may lack,
    /// the name that it would have.
    parts: Vec<(String, Vec<String>)>,
}

impl Names {
    /// # Errors
    /// When the names describe no model, two of them, or one whose order or parts they leave open.
    pub fn of(file: &File) -> Result<Names, String> {
        if file.tensors.len() > MAX_TENSORS {
            return Err(format!("it holds {} tensors, more than {MAX_TENSORS}", file.tensors.len()));
        }
        let layers = layers(file);
        let prefix = prefix_of(&layers)?;
        let mut lists: [Vec<&Layer>; 5] = Default::default();
        for layer in &layers {
            if layer.place.prefix == prefix {
                insert(&mut lists[layer.place.role as usize], layer)?;
            }
        }
        let [mut encoder, mut decoder, mean, log_variance, numbered] = lists;
        let (mean, log_variance) = (mean.as_slice(), log_variance.as_slice());
        if mean.len() > 1 || mean.len() != log_variance.len() {
            return Err("it has no pair of heads, one for the mean and one for the logarithm of the variance".into());
        }
        // Beside an encoder and a decoder they are somebody else's.
        if let (Some(mean), true, true) = (mean.first(), encoder.is_empty(), decoder.is_empty()) {
            let head = mean.place.order >> FIRST;
            for layer in numbered {
                // Behind `fc21`, or else from the first that takes a code.
                let behind = match head {
                    0 => layer.shape[1] == mean.shape[0],
                    head => layer.place.order >> FIRST > head / 10,
                };
                let list = if behind || !decoder.is_empty() { &mut decoder } else { &mut encoder };
                list.push(layer);
            }
        }
        let mut names = Names { prefix: prefix.to_owned(), parts: Vec::new() };
        let mut heads: &[&Layer] = &[];
        let both;
        if let (Some(mean), Some(log_variance)) = (mean.first(), log_variance.first()) {
            both = [*mean, *log_variance];
            heads = &both;
        }
        for (net, layers, heads) in [("encoder", &encoder, heads), ("decoder", &decoder, &[])] {
            names.add_all(net, layers, heads);
        }
        names.parts.push(("log_sd".to_owned(), vec![format!("{prefix}log_sd")]));
        names.check_heads(file)?;
        Ok(names)
    }

    /// The layers of a net, and the heads behind them, under the model's names: every second number is an activation's, and
    /// one between a convolution and a dense layer a `Flatten`'s or an `Unflatten`'s.
    fn add_all(&mut self, net: &str, layers: &[&Layer], heads: &[&Layer]) {
        let (mut number, mut before): (usize, Option<bool>) = (0, None);
        for i in 0..=layers.len() {
            let own = if i < layers.len() { &layers[i..=i] } else { heads };
            let Some(first) = own.first() else { return };
            if before.is_some_and(|before| before != first.is_convolution) {
                number += 1;
            }
            before = Some(first.is_convolution);
            self.add(net, number, own);
            number += 2;
        }
    }

    fn add(&mut self, net: &str, number: usize, layers: &[&Layer]) {
        for kind in ["weight", "bias"] {
            let mut own = Vec::new();
            for layer in layers {
                own.push(format!("{}.{kind}", layer.path));
            }
            self.parts.push((format!("{net}.{number}.{kind}"), own));
        }
    }

    /// That heads are of one shape: their sum alone is compared with the model's.
    fn check_heads(&self, file: &File) -> Result<(), String> {
        for (_, own) in &self.parts {
            if let [mean, log_variance] = own.as_slice()
                && let (Some(a), Some(b)) = (file.get(mean), file.get(log_variance))
                && a.shape != b.shape
            {
                return Err(format!("{mean} and {log_variance} are not of one shape"));
            }
        }
        Ok(())
    }

    /// The file's names of the model's tensor `name`, in the order of their rows; none where there is no such layer.
    pub fn get(&self, name: &str) -> &[String] {
        match self.parts.iter().find(|(part, _)| part == name) {
            Some((_, own)) => own,
            None => &[],
        }
    }

    /// The shape of the model's tensor `name`, when the file has all of it.
    pub fn shape(&self, file: &File, name: &str) -> Option<Vec<usize>> {
        let mut shape: Option<Vec<usize>> = None;
        for own in self.get(name) {
            let part = &file.get(own)?.shape;
            match &mut shape {
                None => shape = Some(part.clone()),
                Some(whole) => {
                    if let (Some(rows), Some(more)) = (whole.first_mut(), part.first()) {
                        *rows = rows.saturating_add(*more);
                    }
                }
            }
        }
        shape
    }

    /// The model's name of a tensor of the file.
    pub fn part(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|(_, own)| own.iter().any(|own| own == name));
        part.map(|(part, _)| part.as_str())
    }

    /// Whether a tensor without a part is of the encoder or the decoder all the same, or normalises what goes through the
    /// model: it cannot be left out.
    pub fn is_needed(&self, name: &str) -> bool {
        let within = match place(name) {
            Some(Place { prefix, role: Role::Encoder | Role::Decoder, .. }) => prefix == self.prefix,
            _ => false,
        };
        within || name.starts_with(&self.prefix) && name.ends_with(".running_mean")
    }
}

/// Every weight of the file that its name gives a place.
fn layers<'f>(file: &'f File) -> Vec<Layer<'f>> {
    let mut layers = Vec::new();
    for (name, tensor) in &file.tensors {
        if let (&[outputs, inputs] | &[outputs, inputs, _, _], Some(path)) =
            (tensor.shape.as_slice(), name.strip_suffix(".weight"))
            && let Some(place) = place(path)
        {
            layers.push(Layer { place, path, shape: [outputs, inputs], is_convolution: tensor.shape.len() == 4 });
        }
    }
    layers
}

/// The prefix before the model: of those that have both halves, the one and only, or none.
fn prefix_of<'n>(layers: &[Layer<'n>]) -> Result<&'n str, String> {
    let mut found: Vec<(&str, bool, bool)> = Vec::new();
    for Layer { place: Place { prefix, role, .. }, .. } in layers {
        let known = found.iter().position(|(other, ..)| other == prefix);
        let at = known.unwrap_or_else(|| {
            found.push((prefix, false, false));
            found.len() - 1
        });
        match role {
            Role::Encoder | Role::Mean | Role::LogVariance => found[at].1 = true,
            Role::Decoder | Role::Numbered => found[at].2 = true,
        }
    }
    let (mut one, mut other) = (None, None);
    for (prefix, encodes, decodes) in found {
        if encodes && decodes {
            // A copy of the weights beside them has a prefix: their average, the optimiser's moments.
            if prefix.is_empty() {
                return Ok(prefix);
            }
            other = one;
            one = Some(prefix);
        }
    }
    match (one, other) {
        (Some(prefix), None) => Ok(prefix),
        (Some(one), Some(other)) => Err(format!("it holds two models, {other} and {one}")),
        _ => Err(NO_MODEL.into()),
    }
}

/// Into its place among the layers of a part.
fn insert<'l, 'n>(list: &mut Vec<&'l Layer<'n>>, layer: &'l Layer<'n>) -> Result<(), String> {
    match list.binary_search_by(|other| other.place.order.cmp(&layer.place.order)) {
        Ok(at) => Err(format!("its names do not say in what order {} and {} come", list[at].path, layer.path)),
        Err(_) if list.len() == MAX_LAYERS => Err(format!("it has more than {MAX_LAYERS} layers")),
        Err(at) => {
            list.insert(at, layer);
            Ok(())
        }
    }
}

fn place(name: &str) -> Option<Place<'_>> {
    let mut place: Option<Place> = None;
    let (mut start, mut shift) = (0, Some(FIRST));
    for segment in name.as_bytes().split(|&byte| byte == b'.') {
        let (role, number) = (role_of(segment), number_in(segment));
        match &mut place {
            None => place = role.map(|role| Place { prefix: name.get(..start).unwrap_or_default(), role, order: 0 }),
            // By a word alone: `encoder.fc21` and `encoder.fc22` are μ and log σ elsewhere.
            Some(Place { role: of @ Role::Encoder, .. }) if number.is_none() => {
                if let Some(head @ (Role::Mean | Role::LogVariance)) = role {
                    *of = head;
                }
            }
            Some(_) => {}
        }
        if let (Some(place), Some(number), Some(bits)) = (&mut place, number, shift) {
            place.order |= number << bits;
            shift = bits.checked_sub(20);
        }
        start += segment.len() + 1;
    }
    place
}

/// Words without their underscores, in small letters.
const WORDS: [(&str, Role); 9] = [
    ("encoder", Role::Encoder),
    ("enc", Role::Encoder),
    ("decoder", Role::Decoder),
    ("dec", Role::Decoder),
    ("mu", Role::Mean),
    ("mean", Role::Mean),
    ("logvar", Role::LogVariance),
    ("logvariance", Role::LogVariance),
    ("fcvar", Role::LogVariance),
];
/// What may stand before a head's.
const LEADS: [&str; 5] = ["", "fc", "z", "linear", "to"];

fn role_of(segment: &[u8]) -> Option<Role> {
    let mut name = Vec::new();
    for &byte in segment {
        if byte != b'_' {
            name.push(byte.to_ascii_lowercase());
        }
    }
    for lead in LEADS {
        let Some(rest) = name.strip_prefix(lead.as_bytes()) else { continue };
        for (word, role) in WORDS {
            let is_half = matches!(role, Role::Encoder | Role::Decoder);
            if rest == word.as_bytes() && (lead.is_empty() || !is_half) {
                return Some(role);
            }
        }
    }
    match name.strip_prefix(b"fc")? {
        [b'1'..=b'9'] => Some(Role::Numbered),
        [b'1'..=b'9', b'1'] => Some(Role::Mean),
        [b'1'..=b'9', b'2'] => Some(Role::LogVariance),
        _ => None,
    }
}

/// The number that a segment's digits are, where it has any; a larger one than can be compared is the largest that can.
fn number_in(segment: &[u8]) -> Option<u64> {
    let mut number: Option<u64> = None;
    for &byte in segment {
        if byte.is_ascii_digit() {
            number = Some((number.unwrap_or(0) * 10 + u64::from(byte - b'0')).min((1 << 20) - 1));
        }
    }
    number
}
