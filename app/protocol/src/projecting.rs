//! How encoded images are projected, as the page asks the worker that does it, and as links have it.

/// A method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProjectionMethod {
    /// Principal components.
    #[default]
    Pca,
    /// t-SNE.
    Tsne,
    /// UMAP.
    Umap,
}

impl ProjectionMethod {
    /// All methods, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[Self::Pca, Self::Tsne, Self::Umap];

    /// How links name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pca => "pca",
            Self::Tsne => "tsne",
            Self::Umap => "umap",
        }
    }

    /// The method that a link names.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|method| method.as_str() == name)
    }
}

/// What is chosen about a projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProjectionSpec {
    /// How it is made.
    pub method: ProjectionMethod,
    /// Coordinates of the view: 2 or 3.
    pub dimensions: u8,
    /// t-SNE's perplexity, or UMAP's neighbours; PCA has none.
    pub neighbours: u8,
    /// Where t-SNE and UMAP take their randomness from; PCA has none.
    pub seed: u32,
}

impl Default for ProjectionSpec {
    fn default() -> Self {
        Self {
            method: ProjectionMethod::default(),
            dimensions: 2,
            neighbours: 30,
            seed: 0,
        }
    }
}

impl ProjectionSpec {
    /// The fewest and the most neighbours.
    pub const NEIGHBOURS: (u8, u8) = (2, 100);

    /// As a link has it: `pca-2`, or `tsne-2-30-0` with neighbours and seed.
    pub fn to_text(self) -> String {
        let Self {
            method,
            dimensions,
            neighbours,
            seed,
        } = self;
        let word = method.as_str();
        match method {
            ProjectionMethod::Pca => format!("{word}-{dimensions}"),
            _ => format!("{word}-{dimensions}-{neighbours}-{seed}"),
        }
    }

    /// Reads what [`Self::to_text`] wrote; what is left out is as by default.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut spec = Self {
            method: ProjectionMethod::from_name(parts.next()?)?,
            ..Self::default()
        };
        if let Some(dimensions) = parts.next() {
            spec.dimensions = dimensions.parse().ok()?;
        }
        if let Some(neighbours) = parts.next() {
            spec.neighbours = neighbours.parse().ok()?;
        }
        if let Some(seed) = parts.next() {
            spec.seed = seed.parse().ok()?;
        }
        let (fewest, most) = Self::NEIGHBOURS;
        let fits = (2..=3).contains(&spec.dimensions)
            && (fewest..=most).contains(&spec.neighbours)
            && parts.next().is_none();
        fits.then_some(spec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_projection_reads_back() {
        for method in ProjectionMethod::ALL {
            let spec = ProjectionSpec {
                method: *method,
                dimensions: 3,
                ..ProjectionSpec::default()
            };
            assert_eq!(ProjectionSpec::from_text(&spec.to_text()), Some(spec));
        }
        let spec = ProjectionSpec {
            method: ProjectionMethod::Umap,
            dimensions: 2,
            neighbours: 15,
            seed: 42,
        };
        assert_eq!(spec.to_text(), "umap-2-15-42");
        assert_eq!(ProjectionSpec::from_text("umap-2-15-42"), Some(spec));
        assert_eq!(
            ProjectionSpec::from_text("pca"),
            Some(ProjectionSpec::default())
        );
    }

    #[test]
    fn what_is_no_projection_is_none() {
        for text in [
            "",
            "pcb",
            "pca-4",
            "pca-1",
            "pca,2",
            "tsne-2-1",
            "tsne-2-101",
            "tsne-2--3",
            "tsne-2-30-x",
            "tsne-2-30-4294967296",
            "umap-2-15-1-1",
        ] {
            assert_eq!(ProjectionSpec::from_text(text), None, "{text}");
        }
    }
}
