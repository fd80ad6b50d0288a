//! The clients that there are, by their sessions.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::client::{ClientEvent, ClientSetting, LabClient};
use crate::frame::OpenRequest;
use crate::secret::secret;
use crate::turn_queue::ClientId;
use protocol::LabFault;

/// All clients.
#[derive(Debug)]
pub struct ClientList {
    setting: ClientSetting,
    clients: Arc<Mutex<HashMap<String, ListedClient>>>,
    last: AtomicU64,
}

#[derive(Debug)]
struct ListedClient {
    events: UnboundedSender<ClientEvent>,
    page: PageOrigin,
    /// The address that its first connection came from.
    from: IpAddr,
    /// The number of its newest connection.
    link: u64,
    is_alone: bool,
}

/// Where a page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOrigin {
    /// Scheme and host.
    pub origin: String,
    /// Its browser, where that keeps cookies.
    pub browser: Option<String>,
}

/// The way to a client.
#[derive(Debug)]
pub struct ClientHandle {
    events: UnboundedSender<ClientEvent>,
    session: String,
    clients: Arc<Mutex<HashMap<String, ListedClient>>>,
}

impl ClientHandle {
    /// Something happens to it.
    pub fn tell(&self, event: ClientEvent) {
        let mut clients = lock(&self.clients);
        if let Some(listed) = clients.get_mut(&self.session) {
            match event {
                ClientEvent::Attached { ref link, .. } => {
                    listed.link = link.number;
                    listed.is_alone = false;
                }
                ClientEvent::Detached(link) if link == listed.link => listed.is_alone = true,
                _ => {}
            }
        }
        // One that is gone has told its page why.
        let _ = self.events.send(event);
    }
}

impl ClientList {
    /// No clients yet.
    pub fn new(setting: ClientSetting) -> Self {
        Self {
            setting,
            clients: Arc::default(),
            last: AtomicU64::new(0),
        }
    }

    /// A number that no connection had before.
    pub fn next_link(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The client of a page: the one of its session; or one that the same browser left, because the page
    /// was loaded again; or a new one.
    ///
    /// # Errors
    /// When its session is over, or there are as many clients as may be, in all or of its address.
    pub fn open(
        &self,
        open: &OpenRequest,
        page: &PageOrigin,
        from: IpAddr,
    ) -> Result<ClientHandle, LabFault> {
        let mut clients = lock(&self.clients);
        if let Some(session) = &open.session {
            let known = clients.get(session).filter(|it| it.page == *page);
            let client = known.ok_or(LabFault::Gone)?;
            return Ok(self.handle(session.clone(), client.events.clone()));
        }
        let left = clients
            .iter_mut()
            .find(|(_, client)| client.is_alone && page.browser.is_some() && client.page == *page);
        if let Some((session, client)) = left {
            client.is_alone = false;
            return Ok(self.handle(session.clone(), client.events.clone()));
        }
        let limits = &self.setting.limits;
        let most = limits.clients_of_one;
        let of_one = clients.values().filter(|client| client.from == from);
        if of_one.count() >= most && !from.is_loopback() {
            evict(&mut clients, |client| client.from == from)
                .ok_or(LabFault::FullOfOne { most })?;
        }
        let most = limits.clients;
        if clients.len() >= most {
            evict(&mut clients, |_| true).ok_or(LabFault::Full { most })?;
        }
        let (events, inbox) = unbounded_channel();
        let session = secret();
        let id = ClientId(self.next_link());
        let client = LabClient::new(
            id,
            session.clone(),
            page.origin.clone(),
            self.setting.clone(),
        );
        let listed = ListedClient {
            events: events.clone(),
            page: page.clone(),
            from,
            link: 0,
            is_alone: false,
        };
        clients.insert(session.clone(), listed);
        let (list, over) = (Arc::clone(&self.clients), session.clone());
        tokio::spawn(async move {
            client.live(inbox).await;
            lock(&list).remove(&over);
        });
        Ok(self.handle(session, events))
    }

    fn handle(&self, session: String, events: UnboundedSender<ClientEvent>) -> ClientHandle {
        ClientHandle {
            events,
            session,
            clients: Arc::clone(&self.clients),
        }
    }
}

/// Gives the place of a client away whose page left: it waits for one that may never come back.
fn evict(
    clients: &mut HashMap<String, ListedClient>,
    may_be: impl Fn(&ListedClient) -> bool,
) -> Option<()> {
    let alone = clients
        .iter()
        .find(|(_, client)| client.is_alone && may_be(client));
    let session = alone.map(|(session, _)| session.clone())?;
    let evicted = clients.remove(&session)?;
    let _ = evicted.events.send(ClientEvent::Evicted);
    Some(())
}

fn lock(
    clients: &Mutex<HashMap<String, ListedClient>>,
) -> MutexGuard<'_, HashMap<String, ListedClient>> {
    clients.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{LabLimits, TrainerProgram};
    use crate::turns::TurnKeeper;
    use engine::native::DeviceChoice;

    fn list() -> ClientList {
        let limits = LabLimits {
            clients: 3,
            clients_of_one: 2,
            ..LabLimits::default()
        };
        ClientList::new(ClientSetting {
            turns: Arc::new(TurnKeeper::new(1)),
            program: TrainerProgram {
                path: "none".into(),
                site: "none".into(),
                device: DeviceChoice::Cpu,
            },
            limits,
            trusted_build: None,
        })
    }

    fn open(list: &ClientList, from: [u8; 4]) -> Result<ClientHandle, LabFault> {
        let new = OpenRequest {
            session: None,
            received: 0,
        };
        let page = PageOrigin {
            origin: "http://lab".to_owned(),
            browser: None,
        };
        list.open(&new, &page, IpAddr::from(from))
    }

    #[tokio::test]
    async fn one_address_does_not_take_the_places_of_all() {
        let list = list();
        let greedy = [192, 0, 2, 1];
        let first = open(&list, greedy).expect("a place");
        let _second = open(&list, greedy).expect("another");
        let refused = open(&list, greedy).expect_err("as many as it may have");
        assert_eq!(refused, LabFault::FullOfOne { most: 2 });
        let _other = open(&list, [192, 0, 2, 2]).expect("another address has a place");
        let full = open(&list, [192, 0, 2, 3]).expect_err("all are taken");
        assert_eq!(full, LabFault::Full { most: 3 });
        first.tell(ClientEvent::Detached(0));
        open(&list, greedy).expect("the place of its own page that left");
    }

    #[tokio::test]
    async fn this_machine_is_limited_by_the_places_alone() {
        let list = list();
        let here = [127, 0, 0, 1];
        let held: Vec<_> = (0..3)
            .map(|_| open(&list, here).expect("a place"))
            .collect();
        let full = open(&list, here).expect_err("all are taken");
        assert_eq!(full, LabFault::Full { most: 3 });
        drop(held);
    }
}
