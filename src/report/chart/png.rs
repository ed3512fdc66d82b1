//! The same picture in pixels: an SVG text rendered with the font that its words were measured with.

use std::fmt;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels of the PNG per pixel of the SVG, each way: sharp on a slide.
pub const PNG_SCALE: u32 = 2;

/// The only font there is; whatever family a chart names, this is what is drawn.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_source(fontdb::Source::Binary(Arc::new(super::canvas::font())));
    fonts.set_sans_serif_family("DejaVu Sans");
    Arc::new(fonts)
});

/// A text that is no SVG picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotDrawable(String);

impl fmt::Display for NotDrawable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chart cannot be made a PNG: {}", self.0)
    }
}

impl std::error::Error for NotDrawable {}

/// A chart's SVG as a PNG file of [`PNG_SCALE`] times its size.
///
/// # Errors
///
/// [`NotDrawable`] where the text is no SVG, or a picture too large for memory. No chart of this room is.
pub fn png(svg: &str) -> Result<Vec<u8>, NotDrawable> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size();
    let pixmap = Pixmap::new(size.width().saturating_mul(PNG_SCALE), size.height().saturating_mul(PNG_SCALE));
    let mut pixmap = pixmap.ok_or_else(|| NotDrawable("it is too large".into()))?;
    let scale = PNG_SCALE as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| NotDrawable(error.to_string()))
}

/// The picture with every word at its place, as it is rendered.
pub(super) fn tree(svg: &str) -> Result<Tree, NotDrawable> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| NotDrawable(error.to_string()))
}
