//! Who may use a lab: whoever sits at its machine, or has its link.
//!
//! The link has a token. It is exchanged for a cookie that scripts cannot read, so that neither address
//! nor history keep it. Guesses are counted for each address that they come from.

use std::net::IpAddr;

use axum::http::{HeaderMap, Uri, header};
use subtle::ConstantTimeEq;

use crate::access_verdict::AccessVerdict;
use crate::guess_limit::GuessLimit;
use crate::secret::secret;

/// What a lab asks of those who connect.
#[derive(Debug)]
pub struct LabAccess {
    /// Where the page may have been loaded from besides the lab itself.
    pub origins: Vec<String>,
    /// Whether pages are served by TLS.
    pub is_secure: bool,
    /// The port.
    pub port: u16,
    secrets: Option<LabSecrets>,
    joining: GuessLimit,
    entering: GuessLimit,
}

#[derive(Debug)]
struct LabSecrets {
    token: String,
    cookie: String,
}

impl LabAccess {
    /// Only for this machine.
    pub fn local(port: u16) -> Self {
        Self {
            origins: Vec::new(),
            is_secure: false,
            port,
            secrets: None,
            joining: GuessLimit::default(),
            entering: GuessLimit::default(),
        }
    }

    /// For whoever has a link with this token. The cookie is a secret of its own.
    pub fn with_token(port: u16, token: String, cookie: String) -> Self {
        Self {
            secrets: Some(LabSecrets { token, cookie }),
            ..Self::local(port)
        }
    }

    /// The token, where one is asked for.
    pub fn token(&self) -> Option<&str> {
        self.secrets.as_ref().map(|secrets| &*secrets.token)
    }

    /// The cookie for whoever came by the link, if this is the token; where none is asked for, there is
    /// none to be given.
    ///
    /// # Errors
    /// Why not.
    pub fn join(&self, from: IpAddr, token: &str) -> Result<Option<String>, AccessVerdict> {
        let Some(secrets) = &self.secrets else {
            return Ok(None);
        };
        self.joining.check(from, is_same(token, &secrets.token))?;
        Ok(Some(format!(
            "{}={}; Path=/; HttpOnly; SameSite=Lax{}",
            self.cookie_name(),
            secrets.cookie,
            self.secure()
        )))
    }

    /// Whether a request is answered that came from this address.
    pub fn admits(&self, from: IpAddr, headers: &HeaderMap) -> AccessVerdict {
        let Some(secrets) = &self.secrets else {
            // A page of elsewhere may have a name that leads here.
            let is_local = host(headers).is_some_and(is_local_host);
            return if is_local {
                AccessVerdict::Admitted
            } else {
                AccessVerdict::OtherOrigin
            };
        };
        let name = self.cookie_name();
        let Some(cookie) = cookie(headers, &name) else {
            return AccessVerdict::Unknown;
        };
        // A browser that kept the cookie of yesterday's lab sends it with each file of the page: whoever has
        // the right one by now is not to wait. Nobody guesses one of 128 bits.
        if is_same(cookie, &secrets.cookie) {
            return AccessVerdict::Admitted;
        }
        match self.entering.check(from, false) {
            Ok(()) => AccessVerdict::Unknown,
            Err(verdict) => verdict,
        }
    }

    /// The origin of the page that opens a socket, if it is one that may.
    pub fn origin(&self, headers: &HeaderMap) -> Option<String> {
        let origin = text(headers, header::ORIGIN)?;
        let scheme = if self.is_secure { "https" } else { "http" };
        let own = format!("{scheme}://{}", host(headers)?);
        let is_own = origin == own;
        (is_own || self.origins.iter().any(|it| it == origin)).then(|| origin.to_owned())
    }

    /// Cookies know no ports: another lab on this machine has another name.
    fn cookie_name(&self) -> String {
        format!("latentscape-lab-key-{}", self.port)
    }

    /// Which browser a request comes from. Its pages may go on with one another's runs.
    pub fn browser<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, &self.browser_name())
    }

    /// The cookie of a browser that has none.
    pub fn new_browser(&self) -> String {
        let name = self.browser_name();
        let secure = self.secure();
        format!(
            "{name}={}; Path=/; HttpOnly; SameSite=Lax{secure}",
            secret()
        )
    }

    fn browser_name(&self) -> String {
        format!("latentscape-lab-browser-{}", self.port)
    }

    /// What tells the page's script that it is served by a lab.
    pub fn marker(&self) -> String {
        let secure = self.secure();
        format!(
            "latentscape-lab-{}=1; Path=/; SameSite=Lax{secure}",
            self.port
        )
    }

    /// What keeps a cookie from being sent where others can read it.
    fn secure(&self) -> &'static str {
        if self.is_secure { "; Secure" } else { "" }
    }
}

/// The host that a request was sent to.
pub fn host(headers: &HeaderMap) -> Option<&str> {
    text(headers, header::HOST)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn is_local_host(host: &str) -> bool {
    let name = format!("http://{host}/").parse::<Uri>();
    name.is_ok_and(|uri| matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]")))
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// In a time that does not depend on where they differ.
fn is_same(found: &str, expected: &str) -> bool {
    found.as_bytes().ct_eq(expected.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const FROM: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn on_this_machine_a_name_that_leads_here_from_elsewhere_is_refused() {
        let access = LabAccess::local(8766);
        for (host, expected) in [
            ("127.0.0.1:8766", AccessVerdict::Admitted),
            ("localhost:8766", AccessVerdict::Admitted),
            ("[::1]:8766", AccessVerdict::Admitted),
            ("evil.example:8766", AccessVerdict::OtherOrigin),
            ("127.0.0.1.evil.example", AccessVerdict::OtherOrigin),
            ("127.0.0.1@evil.example", AccessVerdict::OtherOrigin),
        ] {
            let headers = headers(&[(header::HOST, host)]);
            assert_eq!(access.admits(FROM, &headers), expected, "{host}");
        }
        assert_eq!(
            access.admits(FROM, &HeaderMap::new()),
            AccessVerdict::OtherOrigin
        );
    }

    #[test]
    fn a_socket_is_opened_by_pages_of_the_lab_and_of_origins_that_were_named() {
        let mut access = LabAccess::with_token(8766, "t".to_owned(), "c".to_owned());
        access.origins = vec!["https://class.example".to_owned()];
        for (origin, is_admitted) in [
            ("http://10.0.0.2:8766", true),
            ("https://class.example", true),
            ("https://10.0.0.2:8766", false),
            ("http://10.0.0.2", false),
            ("http://evil.example", false),
            ("null", false),
        ] {
            let headers = headers(&[(header::HOST, "10.0.0.2:8766"), (header::ORIGIN, origin)]);
            assert_eq!(access.origin(&headers).is_some(), is_admitted, "{origin}");
        }
        let without = headers(&[(header::HOST, "10.0.0.2:8766")]);
        assert_eq!(access.origin(&without), None);
    }

    #[test]
    fn the_cookie_that_the_link_gives_is_what_admits() {
        let access = LabAccess::with_token(8766, "token".to_owned(), "cookie".to_owned());
        let given = access.join(FROM, "token").unwrap().unwrap();
        assert!(given.contains("HttpOnly"), "{given}");
        let pair = given.split(';').next().unwrap();
        let admitted = headers(&[(header::COOKIE, &format!("other=1; {pair}"))]);
        assert_eq!(access.admits(FROM, &admitted), AccessVerdict::Admitted);
        let guessed = headers(&[(header::COOKIE, "latentscape-lab-key-8766=cookia")]);
        assert_eq!(access.admits(FROM, &guessed), AccessVerdict::Unknown);
        assert_eq!(
            access.admits(FROM, &HeaderMap::new()),
            AccessVerdict::Unknown
        );
        assert_eq!(access.join(FROM, "toke"), Err(AccessVerdict::Unknown));
    }

    #[test]
    fn who_kept_the_cookie_of_an_earlier_lab_gets_in_with_the_link_at_once() {
        let access = LabAccess::with_token(8766, "token".to_owned(), "cookie".to_owned());
        let with = |value: &str| {
            headers(&[(header::COOKIE, &format!("latentscape-lab-key-8766={value}"))])
        };
        let verdicts: Vec<_> = (0..30)
            .map(|_| access.admits(FROM, &with("stale!")))
            .collect();
        assert_eq!(verdicts[0], AccessVerdict::Unknown);
        assert_eq!(verdicts[29], AccessVerdict::TooManyGuesses);
        assert!(access.join(FROM, "token").is_ok());
        assert_eq!(
            access.admits(FROM, &with("cookie")),
            AccessVerdict::Admitted
        );
    }

    #[test]
    fn over_tls_every_cookie_is_for_tls_only() {
        let mut access = LabAccess::with_token(8766, "token".to_owned(), "cookie".to_owned());
        access.is_secure = true;
        let key = access.join(FROM, "token").unwrap().unwrap();
        for cookie in [key, access.new_browser(), access.marker()] {
            assert!(cookie.ends_with("; Secure"), "{cookie}");
        }
    }
}
