//! Numbers of the moment, which a lesson's text names and the page fills in.

/// Defines [`LiveNumber`] from one row a number.
macro_rules! live_numbers {
    ($($(#[$doc:meta])* $number:ident = $name:literal;)+) => {
        /// A number of the moment.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum LiveNumber {
            $($(#[$doc])* $number,)+
        }

        impl LiveNumber {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$number),+];

            /// How texts name it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$number => $name,)+
                }
            }
        }
    };
}

live_numbers! {
    /// The point's first coordinate.
    FirstCoordinate = "z1";
    /// The point's second coordinate.
    SecondCoordinate = "z2";
    /// The point's distance from the centre.
    Distance = "norm";
    /// How far from the centre points of the prior usually lie.
    TypicalDistance = "typical";
    /// How many dimensions the latent space has.
    LatentDimensions = "latent";
    /// The digit of the encoded image that is nearest to the point.
    NearestDigit = "digit";
    /// How far that one is.
    NearestDistance = "digit-distance";
    /// How many different digits the visitor has met since the step began.
    DigitsMet = "digits";
    /// KL(q(z | x) ‖ prior) of the model on screen, nats, the sum over dimensions.
    ModelKl = "model-kl";
    /// Steps that the run took.
    Step = "step";
    /// The discriminator's loss.
    DiscriminatorLoss = "d-loss";
    /// The generator's loss.
    GeneratorLoss = "g-loss";
    /// The discriminator's mean score of real data.
    RealScore = "real-score";
    /// The discriminator's mean score of generated data.
    GeneratedScore = "generated-score";
    /// Modes that generated points reach.
    Modes = "modes";
    /// How many modes there are.
    AllModes = "all-modes";
    /// The share of generated points of high quality, percent.
    HighQuality = "high-quality";
    /// The run's reconstruction term.
    Reconstruction = "reconstruction";
    /// The run's KL term, nats per image or point.
    RunKl = "kl";
    /// The weight of the KL term.
    Beta = "beta";
    /// Dimensions of the run that carry less than a hundredth of a nat.
    UnusedDimensions = "unused";
    /// Pictures that the visitor has brought: those not yet kept, or those that were chosen to train on.
    Pictures = "pictures";
}

impl LiveNumber {
    /// The number that a name means.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|number| number.as_str() == name)
    }
}
