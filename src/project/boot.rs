//! [`Boot`]: starts services one after the other, and then the process that was asked for.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::entries::{Project, ProjectError};
use super::order::start_order;
use crate::actors::supervisor::Service;
use crate::base::{Error, ErrorKind, Pid, Str, Value};
use crate::process::ServiceState;
use crate::runtime::Kernel;

/// The process that a run is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// The entry that it is made of.
    pub entry: Str,
    /// The host that it lives on.
    pub host: Str,
    /// Its arguments.
    pub args: Vec<Value>,
}

/// A service as an onlooker sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the process model")]
pub struct ServiceView {
    pub id: Str,
    pub state: ServiceState,
    pub process: u32,
    pub supervisor: u32,
    /// Whether its supervisor lives: it can be stopped. Otherwise it can be started.
    pub up: bool,
    /// How often it was started.
    pub attempts: u32,
}

/// A service and who looks after it.
struct Managed {
    service: Rc<Service>,
    /// 0: it was never started.
    supervisor: u32,
    /// State, process and attempts, as the supervisor told last: it may end, and be forgotten.
    last: (ServiceState, u32, u32),
}

/// The services of a run and their supervisors.
pub(crate) struct Boot {
    services: Vec<Managed>,
    /// Wanted, and not started yet.
    wanted: BTreeSet<Str>,
    /// To be stopped; whoever requires others goes first.
    stopping: BTreeSet<Str>,
    targets: Vec<Target>,
    /// Processes that were asked for, and what became of the asking.
    pub asked: Vec<Result<Pid, Error>>,
}

impl Boot {
    /// Installs a project into a fresh kernel and begins to start it.
    pub fn new(
        project: &Project,
        targets: Vec<Target>,
        kernel: &mut Kernel,
    ) -> Result<Self, ProjectError> {
        project.check()?;
        project.install(kernel);
        let services = start_order(&project.services())?;
        let mut boot = Self {
            services: services.into_iter().map(Managed::new).collect(),
            wanted: BTreeSet::new(),
            stopping: BTreeSet::new(),
            targets,
            asked: Vec::new(),
        };
        let automatic: Vec<_> = boot
            .services
            .iter()
            .filter(|managed| managed.service.lifecycle.auto_start)
            .map(|managed| managed.service.id.clone())
            .collect();
        automatic.iter().for_each(|id| boot.want(id));
        boot.advance(kernel).ok(); // whatever is refused stays wanted, and not started
        Ok(boot)
    }

    /// Wants a service, and all that it requires.
    fn want(&mut self, id: &Str) {
        if self.wanted.insert(id.clone()) {
            let found = self.services.iter().find(|managed| managed.service.id == *id);
            let requires = found.map(|managed| managed.service.lifecycle.requires.clone());
            requires.into_iter().flatten().for_each(|id| self.want(&id));
        }
    }

    /// Starts what can start now. Called whenever a service has changed its state.
    ///
    /// # Errors
    /// Why a supervisor could not be spawned; its service stays wanted.
    pub fn advance(&mut self, kernel: &mut Kernel) -> Result<(), Error> {
        self.services.iter_mut().for_each(|managed| managed.look(kernel));
        self.stop_next(kernel);
        // One at a time: the next one's numbers come after those of this one and its process.
        if self.services.iter().any(|managed| managed.is_beginning(kernel)) {
            return Ok(());
        }
        let running = |id: &Str| {
            let found = self.services.iter().find(|managed| managed.service.id == *id);
            found.is_some_and(|managed| managed.state(kernel) == ServiceState::Running)
        };
        let next = self.services.iter().position(|Managed { service, .. }| {
            self.wanted.contains(&service.id) && service.lifecycle.requires.iter().all(running)
        });
        if let Some(index) = next {
            let managed = &mut self.services[index];
            let service = &managed.service;
            // A supervisor lives where its process does.
            let pid = kernel.spawn(&service.id, &service.host, vec![])?;
            self.wanted.remove(&service.id);
            managed.supervisor = pid.number();
            managed.last = Default::default();
            return Ok(());
        }
        for target in self.targets.drain(..) {
            self.asked.push(kernel.spawn(&target.entry, &target.host, target.args));
        }
        Ok(())
    }

    /// Starts a service that does not run, and all that it requires.
    pub fn start(&mut self, kernel: &mut Kernel, id: &str) -> Result<(), Error> {
        let managed = self.find(id)?;
        if managed.is_up(kernel) {
            return Err(Error::new(
                ErrorKind::AlreadyExists,
                format!("service {id} is {}", managed.state(kernel)),
            ));
        }
        let id = managed.service.id.clone();
        let required = managed.service.lifecycle.requires.clone();
        self.wanted.insert(id);
        for id in required {
            if !self.find(&id)?.is_up(kernel) {
                self.want(&id);
            }
        }
        self.advance(kernel)
    }

    /// Stops a service, and before it all that require it.
    pub fn stop(&mut self, kernel: &mut Kernel, id: &str) -> Result<(), Error> {
        let managed = self.find(id)?;
        if !managed.is_up(kernel) {
            return Err(Error::new(
                ErrorKind::Unavailable,
                format!("service {id} is {}: there is nothing to stop", managed.state(kernel)),
            ));
        }
        let id = managed.service.id.clone();
        self.stopping.insert(id);
        // `services` is in the order of their start, so one walk finds dependents of dependents.
        for Managed { service, .. } in &self.services {
            if service.lifecycle.requires.iter().any(|id| self.stopping.contains(id)) {
                self.stopping.insert(service.id.clone());
            }
        }
        self.stop_next(kernel);
        Ok(())
    }

    /// Asks the supervisors to stop of whom nobody alive depends on that is to stop as well.
    fn stop_next(&mut self, kernel: &mut Kernel) {
        let Self { services, stopping, .. } = self;
        stopping.retain(|id| {
            services.iter().any(|managed| managed.service.id == *id && managed.is_up(kernel))
        });
        let is_free = |managed: &&Managed| {
            let id = &managed.service.id;
            let needs = |other: &Managed| {
                stopping.contains(&other.service.id)
                    && other.service.lifecycle.requires.contains(id)
            };
            stopping.contains(id)
                && !services.iter().any(needs)
                && managed.state(kernel) != ServiceState::Stopping
        };
        let free = services.iter().filter(is_free).map(|managed| managed.supervisor);
        for number in free.collect::<Vec<_>>() {
            kernel.cancel(number, "service stopping".into()).ok();
        }
    }

    fn find(&self, id: &str) -> Result<&Managed, Error> {
        let found = self.services.iter().find(|managed| managed.service.id == *id);
        found.ok_or_else(|| Error::not_found(format!("no service {id:?} in this project")))
    }

    /// The services, in the order of their start.
    pub fn services(&self, kernel: &Kernel) -> Vec<ServiceView> {
        let view = |managed: &Managed| {
            let (_, process, attempts) = managed.told(kernel).unwrap_or(managed.last);
            ServiceView {
                id: managed.service.id.clone(),
                state: managed.state(kernel),
                process,
                supervisor: managed.supervisor,
                up: managed.is_up(kernel),
                attempts,
            }
        };
        self.services.iter().map(view).collect()
    }
}

impl Managed {
    fn new(service: Rc<Service>) -> Self {
        Self { service, supervisor: 0, last: Default::default() }
    }

    /// What the supervisor tells, as long as it is known.
    fn told(&self, kernel: &Kernel) -> Option<(ServiceState, u32, u32)> {
        kernel.process(self.supervisor)?.service
    }

    fn look(&mut self, kernel: &Kernel) {
        self.last = self.told(kernel).unwrap_or(self.last);
    }

    fn is_up(&self, kernel: &Kernel) -> bool {
        let view = kernel.process(self.supervisor);
        self.supervisor != 0 && view.is_some_and(|process| process.ended.is_none())
    }

    /// Its supervisor was spawned, and has not come to spawn the process yet.
    fn is_beginning(&self, kernel: &Kernel) -> bool {
        let first = matches!(
            self.told(kernel),
            None | Some((ServiceState::Starting, _, 1) | (ServiceState::Unknown, ..))
        );
        first && self.is_up(kernel)
    }

    fn state(&self, kernel: &Kernel) -> ServiceState {
        let (state, ..) = self.told(kernel).unwrap_or(self.last);
        match state {
            // Whoever ends a supervisor leaves its service without one, whatever was told of it last.
            ServiceState::Starting | ServiceState::Running | ServiceState::Stopping
                if !self.is_up(kernel) =>
            {
                ServiceState::Failed
            }
            state => state,
        }
    }
}
