//! [`Boot`]: starts services one after the other, and then the process that was asked for.

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
    /// Wanted, and not started yet.
    wanted: bool,
    /// To be stopped; whoever requires others goes first.
    stopping: bool,
}

/// The services of a run and their supervisors.
pub(crate) struct Boot {
    services: Vec<Managed>,
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
        let found = self.services.iter_mut().find(|managed| managed.service.id == *id);
        let Some(managed) = found.filter(|managed| !managed.wanted) else { return };
        managed.wanted = true;
        for id in managed.service.lifecycle.requires.clone() {
            self.want(&id);
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
        let views = self.services(kernel);
        if views.iter().any(ServiceView::is_beginning) {
            return Ok(());
        }
        let running = |id: &Str| {
            views.iter().any(|view| view.id == *id && view.state == ServiceState::Running)
        };
        let next = self.services.iter_mut().find(|Managed { service, wanted, .. }| {
            *wanted && service.lifecycle.requires.iter().all(running)
        });
        if let Some(managed) = next {
            let service = &managed.service;
            // A supervisor lives where its process does.
            let pid = kernel.spawn(&service.id, &service.host, vec![])?;
            managed.wanted = false;
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
        let place = self.find(id)?;
        let managed = &mut self.services[place];
        let view = managed.view(kernel);
        if view.up {
            return Err(Error::new(
                ErrorKind::AlreadyExists,
                format!("service {id} is {}", view.state),
            ));
        }
        managed.wanted = true;
        for id in managed.service.lifecycle.requires.clone() {
            let place = self.find(&id)?;
            if !self.services[place].view(kernel).up {
                self.want(&id);
            }
        }
        self.advance(kernel)
    }

    /// Stops a service, and before it all that require it.
    pub fn stop(&mut self, kernel: &mut Kernel, id: &str) -> Result<(), Error> {
        let place = self.find(id)?;
        let view = self.services[place].view(kernel);
        if !view.up {
            return Err(Error::new(
                ErrorKind::Unavailable,
                format!("service {id} is {}: there is nothing to stop", view.state),
            ));
        }
        self.services[place].stopping = true;
        // They are in the order of their start, so one walk finds dependents of dependents.
        for later in place + 1..self.services.len() {
            let (before, rest) = self.services.split_at_mut(later);
            let requires = &rest[0].service.lifecycle.requires;
            let stops = |one: &Managed| one.stopping && requires.contains(&one.service.id);
            rest[0].stopping |= before.iter().any(stops);
        }
        self.stop_next(kernel);
        Ok(())
    }

    /// Asks the supervisors to stop of whom nobody alive depends on that is to stop as well.
    fn stop_next(&mut self, kernel: &mut Kernel) {
        let views = self.services(kernel);
        for (managed, view) in self.services.iter_mut().zip(&views) {
            managed.stopping &= view.up;
        }
        let needed = |id: &Str| {
            self.services.iter().any(|Managed { service, stopping, .. }| {
                *stopping && service.lifecycle.requires.contains(id)
            })
        };
        for (managed, view) in self.services.iter().zip(&views) {
            let asked = view.state == ServiceState::Stopping;
            if managed.stopping && !asked && !needed(&view.id) {
                kernel.cancel(view.supervisor, "service stopping".into()).ok();
            }
        }
    }

    /// Its place among the services.
    fn find(&self, id: &str) -> Result<usize, Error> {
        let found = self.services.iter().position(|managed| managed.service.id == *id);
        found.ok_or_else(|| Error::not_found(format!("no service {id:?} in this project")))
    }

    /// The services, in the order of their start.
    pub fn services(&self, kernel: &Kernel) -> Vec<ServiceView> {
        self.services.iter().map(|managed| managed.view(kernel)).collect()
    }
}

impl Managed {
    fn new(service: Rc<Service>) -> Self {
        Self { service, supervisor: 0, last: Default::default(), wanted: false, stopping: false }
    }

    /// Keeps what the supervisor tells: it may end, and be forgotten.
    fn look(&mut self, kernel: &Kernel) {
        if let Some(told) = kernel.process(self.supervisor).and_then(|process| process.service) {
            self.last = told;
        }
    }

    fn view(&self, kernel: &Kernel) -> ServiceView {
        let supervisor = kernel.process(self.supervisor);
        let up = supervisor.as_ref().is_some_and(|process| process.ended.is_none());
        let told = supervisor.and_then(|process| process.service);
        let (state, process, attempts) = told.unwrap_or(self.last);
        let state = match state {
            // Whoever ends a supervisor leaves its service without one, whatever was told of it last.
            ServiceState::Starting | ServiceState::Running | ServiceState::Stopping if !up => {
                ServiceState::Failed
            }
            state => state,
        };
        let id = self.service.id.clone();
        ServiceView { id, state, process, supervisor: self.supervisor, up, attempts }
    }
}

impl ServiceView {
    /// The supervisor was spawned, and has not come to spawn the process yet.
    fn is_beginning(&self) -> bool {
        let first = match self.state {
            ServiceState::Unknown => true,
            ServiceState::Starting => self.attempts == 1,
            _ => false,
        };
        self.up && first
    }
}
