//! Arrays of NumPy (`.npy`), as its documentation describes format versions 1 to 3: a header in Python's notation, then
//! the values. Pickled objects are refused.

use anyhow::{Context, Result, bail, ensure};

const MAGIC: &[u8] = b"\x93NUMPY";

/// Whether bytes begin as an array does.
pub fn is_array(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The rows of a matrix of floats.
///
/// # Errors
/// If it is something else, or cut off.
pub fn rows(bytes: &[u8]) -> Result<Vec<Vec<f32>>> {
    let cut_off = "it is cut off";
    let after = bytes.get(MAGIC.len()..).context(cut_off)?;
    let (length, rest) = match after.first().context(cut_off)? {
        1 => (u16::from_le_bytes(*after.get(2..).and_then(<[u8]>::first_chunk).context(cut_off)?) as usize, 4),
        2 | 3 => (u32::from_le_bytes(*after.get(2..).and_then(<[u8]>::first_chunk).context(cut_off)?) as usize, 6),
        version => bail!("it has version {version} of NumPy's format, which is not read"),
    };
    let header = after.get(rest..).and_then(|header| header.get(..length)).context(cut_off)?;
    let values = &after[rest + length..];
    let header = str::from_utf8(header).context("its header is no text")?;
    let of = |key: &str| {
        let (_, value) = header.split_once(&format!("'{key}':")).with_context(|| format!("its header has no {key}"))?;
        anyhow::Ok(value.trim_start())
    };
    let kind = of("descr")?.trim_start_matches('\'').split('\'').next().unwrap_or_default();
    ensure!(
        of("fortran_order")?.starts_with("False"),
        "it is stored column by column; save numpy.ascontiguousarray(it)"
    );
    let shape =
        of("shape")?.strip_prefix('(').and_then(|shape| shape.split_once(')')).context("its header has no shape")?.0;
    let sides: Vec<usize> =
        shape.split(',').map(str::trim).filter(|side| !side.is_empty()).map(str::parse).collect::<Result<_, _>>()?;
    let [count, width] = sides[..] else { bail!("it has the shape ({shape}); give one row for each person") };
    ensure!(width > 0, "its rows are empty");
    let read: Vec<f32> = match kind {
        "<f4" => values.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        "<f8" => values.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes) as f32).collect(),
        _ => bail!("its values are {kind:?}; save them as float32: numpy.save(file, templates.astype(\"float32\"))"),
    };
    let wanted = count.checked_mul(width).context("its shape is impossible")?;
    ensure!(read.len() == wanted, "it holds {} values, and its shape says {wanted}", read.len());
    Ok(read.chunks(width).map(<[f32]>::to_vec).collect())
}
