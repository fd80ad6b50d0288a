//! What a file that the page sends holds: a model of this project's, or, in the program that is loaded
//! for them, a decoder from an ONNX file.

#[cfg(feature = "onnx")]
use std::rc::Rc;

#[cfg(feature = "long-queries")]
use model::latent;
#[cfg(feature = "long-queries")]
use model::latent::{
    InversionProgress, LatentInversion, PicturePainting, PictureRestoration, PrincipalAxes,
    RestorationProgress,
};
use model::vae::PosteriorValues;
use model::weights::{self, LatentModel};
use model::{Device, ModelResult};
#[cfg(feature = "onnx")]
use {
    crate::error::of_onnx,
    file_kind::{FileKind, file_kind},
    foreign_text::seen,
    model::latent::{HostDecoder, OnHost},
    onnx_decoder::{EncoderForm, OnnxDecoder, OnnxEncoder, OnnxError, OnnxRole, SpreadForm},
    protocol::{CardDetails, OnnxEncoderFacts, OnnxFacts},
};

use super::card_facts;
use super::error::RequestError;
use protocol::CardFacts;
use run_spec::ImageShape;

/// A model that can be explored.
#[allow(
    clippy::large_enum_variant,
    reason = "an engine holds a handful of them"
)]
pub enum ExploredModel {
    /// One of this project's.
    Own(LatentModel),
    /// A decoder from an ONNX file.
    #[cfg(feature = "onnx")]
    Onnx(ClassDecoder),
}

/// A model that was opened.
pub struct OpenedFile {
    pub card: CardFacts,
    pub model: ExploredModel,
    /// The model that was there before, and that an encoder joined.
    pub of_model: Option<String>,
    /// Whether of two files the first one is the encoder.
    pub encoder_first: bool,
}

impl OpenedFile {
    fn new(card: CardFacts, model: ExploredModel) -> Self {
        Self {
            card,
            model,
            of_model: None,
            encoder_first: false,
        }
    }
}

/// A decoder from an ONNX file, the class that it draws, and its encoder.
#[cfg(feature = "onnx")]
#[derive(Clone)]
pub struct ClassDecoder {
    file: String,
    decoder: Rc<OnnxDecoder>,
    class: usize,
    /// An encoder and its file's name.
    encoder: Option<(String, Rc<OnnxEncoder>)>,
}

#[cfg(feature = "onnx")]
impl HostDecoder for ClassDecoder {
    fn image(&self) -> ImageShape {
        self.decoder.image()
    }

    fn grey_planes(&self, points: &[f32]) -> Vec<f32> {
        let planes = self.decoder.grey_planes(points, self.class);
        let numbers = points.len() / self.decoder.latent() * self.image().len();
        // No search goes where there is no picture.
        planes.unwrap_or_else(|_| vec![f32::NAN; numbers])
    }
}

impl ExploredModel {
    /// Opens a file, and says what is known of the model in it.
    pub fn open(file: &str, bytes: Vec<u8>, device: &Device) -> Result<OpenedFile, RequestError> {
        #[cfg(feature = "onnx")]
        if file_kind(&bytes) == FileKind::Onnx {
            let model = ClassDecoder::open(file, bytes)?;
            return Ok(OpenedFile::new(model.card(), Self::Onnx(model)));
        }
        let (card, model) = weights::load(file, &bytes, device)?;
        Ok(OpenedFile::new(card_facts::of(&card), Self::Own(model)))
    }

    /// Opens a decoder and its encoder, whichever of the two comes first; `first` bytes are the first's,
    /// and `form` is what an engine before has recognised.
    #[cfg(feature = "onnx")]
    pub fn open_pair(
        names: &[String; 2],
        first: usize,
        form: Option<&str>,
        mut bytes: Vec<u8>,
    ) -> Result<OpenedFile, RequestError> {
        let second = bytes.split_off(first.min(bytes.len()));
        let [one, other] = names;
        let roles = [&bytes, &second].map(|bytes| onnx_decoder::role(bytes));
        let [role, other_role] = roles;
        let (role, other_role) = (role.map_err(of_onnx)?, other_role.map_err(of_onnx)?);
        if role == other_role {
            return Err(of_onnx(OnnxError::SameRole {
                encoders: role == OnnxRole::Encoder,
                one: one.as_str().into(),
                other: other.as_str().into(),
            }));
        }
        let encoder_first = role == OnnxRole::Encoder;
        let [decoder, encoder] = if encoder_first {
            [(other, second), (one, bytes)]
        } else {
            [(one, bytes), (other, second)]
        };
        let form = form.and_then(EncoderForm::read);
        let model = ClassDecoder::open(decoder.0, decoder.1)?;
        let model = model.with_encoder(encoder.0, encoder.1, form)?;
        Ok(OpenedFile {
            encoder_first,
            ..OpenedFile::new(model.card(), Self::Onnx(model))
        })
    }

    /// The same decoder with an encoder.
    #[cfg(feature = "onnx")]
    pub fn with_encoder(&self, file: &str, bytes: Vec<u8>) -> Result<OpenedFile, RequestError> {
        let Self::Onnx(decoder) = self else {
            // It says that a decoder comes first.
            let alone = OnnxDecoder::open(bytes).err();
            return Err(of_onnx(alone.unwrap_or(OnnxError::OutputNotFinite)));
        };
        let model = decoder.with_encoder(file, bytes, None)?;
        Ok(OpenedFile::new(model.card(), Self::Onnx(model)))
    }

    /// Latent dimensions.
    pub fn latent(&self) -> usize {
        match self {
            Self::Own(model) => model.latent(),
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => model.decoder.latent(),
        }
    }

    /// The pictures' size.
    pub fn image(&self) -> ImageShape {
        match self {
            Self::Own(model) => model.image(),
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => model.image(),
        }
    }

    /// The same conditional decoder, drawing a class; `None` of one that has no classes.
    pub fn with_class(&self, class: usize) -> Option<Self> {
        match self {
            Self::Own(_) => {
                _ = class;
                None
            }
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => Some(Self::Onnx(ClassDecoder {
                class,
                ..model.clone()
            })),
        }
    }

    /// Whether pictures can be encoded.
    #[cfg(feature = "long-queries")]
    pub fn has_encoder(&self) -> bool {
        match self {
            Self::Own(model) => model.has_encoder(),
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => model.encoder.is_some(),
        }
    }

    /// The pictures at some latent points: see [`LatentModel::pictures`].
    pub async fn pictures(&self, points: &[f32], device: &Device) -> Result<Vec<u8>, RequestError> {
        match self {
            Self::Own(model) => Ok(model.pictures(points, device).await?),
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => {
                latent::check_points(self.latent(), points)?;
                let class = model.class;
                let mut pictures = Vec::new();
                let at_once = model.decoder.batch().unwrap_or(AT_ONCE);
                for point in points.chunks(at_once * self.latent()) {
                    model::device::beat();
                    pictures.extend(model.decoder.pictures(point, class).map_err(of_onnx)?);
                }
                Ok(pictures)
            }
        }
    }

    /// How many latent points a picture can be made of: see [`LatentModel::latent_inputs`].
    #[cfg(feature = "long-queries")]
    pub fn latent_inputs(&self) -> usize {
        match self {
            Self::Own(model) => model.latent_inputs(),
            #[cfg(feature = "onnx")]
            Self::Onnx(_) => 1,
        }
    }

    /// Pictures of a latent point for each layer: see [`LatentModel::mixed_pictures`].
    #[cfg(feature = "long-queries")]
    pub async fn mixed_pictures(
        &self,
        points: &[f32],
        device: &Device,
    ) -> Result<Vec<u8>, RequestError> {
        match self {
            Self::Own(model) => Ok(model.mixed_pictures(points, device).await?),
            // It has one layer that takes a point.
            #[cfg(feature = "onnx")]
            Self::Onnx(_) => self.pictures(points, device).await,
        }
    }

    /// Pictures as the map's tiles, which may be smaller: `[n, height, width, channels]` and their size.
    pub fn tiles(&self, pictures: Vec<u8>) -> (Vec<u8>, ImageShape) {
        match self {
            Self::Own(_) => (pictures, self.image()),
            #[cfg(feature = "onnx")]
            Self::Onnx(_) => crate::map_tiles::tiles_of(pictures, self.image()),
        }
    }

    /// Whether some points have pictures: see [`LatentModel::check_pictures`]. A decoder from an ONNX
    /// file was looked at when it was opened.
    pub async fn check_pictures(&self, count: usize, device: &Device) -> ModelResult<()> {
        match self {
            Self::Own(model) => model.check_pictures(count, device).await,
            #[cfg(feature = "onnx")]
            Self::Onnx(_) => Ok(()),
        }
    }

    /// The posteriors of pictures: see [`LatentModel::posteriors`].
    pub async fn posteriors(
        &self,
        pictures: &[u8],
        device: &Device,
    ) -> Result<Option<PosteriorValues>, RequestError> {
        match self {
            Self::Own(model) => Ok(model.posteriors(pictures, device).await?),
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => model.posteriors(pictures),
        }
    }

    /// Principal directions: see [`latent::principal`].
    #[cfg(feature = "long-queries")]
    pub async fn principal(
        &self,
        (count, seed): (usize, u64),
        device: &Device,
        rest: impl AsyncFn(),
    ) -> ModelResult<PrincipalAxes> {
        let latent = self.latent();
        match self {
            Self::Own(model) => latent::principal(model, latent, count, seed, device, rest).await,
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => {
                latent::principal(&OnHost(model), latent, count, seed, device, rest).await
            }
        }
    }

    /// Takes a search further: see [`LatentInversion::advance`].
    #[cfg(feature = "long-queries")]
    pub async fn advance(
        &self,
        inversion: &mut LatentInversion,
        device: &Device,
        pictures: usize,
    ) -> ModelResult<InversionProgress> {
        match self {
            Self::Own(model) => inversion.advance(model, device, pictures).await,
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => inversion.advance(&OnHost(model), device, pictures).await,
        }
    }

    /// What encoder and decoder make of a picture in one pass: see [`LatentModel::one_pass`].
    ///
    /// # Shapes
    /// `picture`: `[height, width, channels]`
    #[cfg(feature = "long-queries")]
    pub async fn one_pass(
        &self,
        picture: &[f32],
        device: &Device,
    ) -> Result<Option<Vec<u8>>, RequestError> {
        let mut planes = Vec::new();
        self.image().extend_planes(picture, &mut planes, |it| it);
        match self {
            Self::Own(model) => Ok(model.one_pass(planes, device).await?),
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => model.one_pass(&planes),
        }
    }

    /// Takes a painting further: see [`PicturePainting::advance`].
    #[cfg(feature = "long-queries")]
    pub async fn paint(
        &self,
        painting: &mut PicturePainting,
        device: &Device,
        pictures: usize,
    ) -> ModelResult<InversionProgress> {
        match self {
            Self::Own(model) => painting.advance(model, device, pictures).await,
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => painting.advance(&OnHost(model), device, pictures).await,
        }
    }

    /// Takes a restoration further: see [`PictureRestoration::advance`].
    #[cfg(feature = "long-queries")]
    pub async fn restore(
        &self,
        restoration: &mut PictureRestoration,
        device: &Device,
        pictures: usize,
    ) -> ModelResult<RestorationProgress> {
        match self {
            Self::Own(model) => restoration.advance(model, device, pictures).await,
            #[cfg(feature = "onnx")]
            Self::Onnx(model) => restoration.advance(&OnHost(model), device, pictures).await,
        }
    }
}

/// Points that are decoded between two signs that a long computation goes on, if the model takes any number.
#[cfg(feature = "onnx")]
const AT_ONCE: usize = 8;

#[cfg(feature = "onnx")]
impl ClassDecoder {
    fn open(file: &str, bytes: Vec<u8>) -> Result<Self, RequestError> {
        Ok(Self {
            file: file.to_owned(),
            decoder: Rc::new(OnnxDecoder::open(bytes).map_err(of_onnx)?),
            class: 0,
            encoder: None,
        })
    }

    fn with_encoder(
        &self,
        file: &str,
        bytes: Vec<u8>,
        form: Option<EncoderForm>,
    ) -> Result<Self, RequestError> {
        let encoder = OnnxEncoder::open(bytes, &self.decoder, form, model::device::beat);
        Ok(Self {
            encoder: Some((file.to_owned(), Rc::new(encoder.map_err(of_onnx)?))),
            ..self.clone()
        })
    }

    /// What encoder and decoder make of a picture, `[channels, height, width]`; `None` without an encoder.
    fn one_pass(&self, planes: &[f32]) -> Result<Option<Vec<u8>>, RequestError> {
        let Some((_, encoder)) = &self.encoder else {
            return Ok(None);
        };
        let found = encoder.posteriors(planes, self.class).map_err(of_onnx)?;
        let made = self.decoder.grey_planes(&found.means, self.class);
        let made = made.map_err(of_onnx)?;
        Ok(Some(latent::picture_bytes(&made, self.image())))
    }

    /// The posteriors of pictures, `[n, height, width, channels]`; `None` without an encoder.
    fn posteriors(&self, pictures: &[u8]) -> Result<Option<PosteriorValues>, RequestError> {
        let Some((_, encoder)) = &self.encoder else {
            return Ok(None);
        };
        let (image, mut values) = (self.image(), PosteriorValues::default());
        for some in pictures.chunks(encoder.at_once() * image.len()) {
            model::device::beat();
            let mut planes = Vec::with_capacity(some.len());
            image.extend_planes(some, &mut planes, |byte| f32::from(byte) / 255.0);
            let found = encoder.posteriors(&planes, self.class).map_err(of_onnx)?;
            values.means.extend(found.means);
            values.stds.extend(found.deviations);
        }
        Ok(Some(values))
    }

    /// What is known of a decoder that has no card.
    fn card(&self) -> CardFacts {
        let (decoder, image) = (&self.decoder, self.image());
        let title = self.file.strip_suffix(".onnx").unwrap_or(&self.file);
        let encoder = self.encoder.as_ref().map(|(file, encoder)| {
            let spread = encoder.spread().map_or("none", SpreadForm::as_str);
            OnnxEncoderFacts {
                file: seen(file),
                range: encoder.range().as_str().to_owned(),
                spread: spread.to_owned(),
                error: f64::from(encoder.error()) * 100.0,
                form: encoder.form().to_string(),
            }
        });
        CardFacts {
            title: seen(title),
            summary: String::new(),
            latent: decoder.latent(),
            height: image.height,
            width: image.width,
            channels: image.channels,
            encoder: encoder.is_some(),
            directions: Vec::new(),
            details: CardDetails {
                parameters: decoder.parameters(),
                onnx: Some(OnnxFacts {
                    classes: decoder.classes(),
                    producer: seen(decoder.producer()),
                    range: decoder.range().as_str().to_owned(),
                    encoder,
                }),
                ..CardDetails::default()
            }
            .into(),
        }
    }
}

/// Whether a file is an encoder as ONNX.
#[cfg(feature = "onnx")]
pub fn is_encoder(bytes: &[u8]) -> bool {
    file_kind(bytes) == FileKind::Onnx && onnx_decoder::role(bytes) == Ok(OnnxRole::Encoder)
}
