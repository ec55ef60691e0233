//! The order in which services start: whoever is required first, otherwise as they were written.

use std::rc::Rc;

use super::entries::ProjectError;
use crate::actors::supervisor::Service;

/// The services in the order of their start; a stop goes the other way round.
pub(super) fn start_order(services: &[Rc<Service>]) -> Result<Vec<Rc<Service>>, ProjectError> {
    let mut left: Vec<_> = services.to_vec();
    let mut ordered: Vec<Rc<Service>> = Vec::new();
    while !left.is_empty() {
        let ready = left.iter().position(|service| {
            let requires = &service.lifecycle.requires;
            requires.iter().all(|id| !left.iter().any(|other| other.id == *id))
        });
        match ready {
            Some(index) => ordered.push(left.remove(index)),
            None => {
                let circle: Vec<_> = left.iter().map(|service| service.id.as_str()).collect();
                return Err(ProjectError::Circle(circle.join(", ")));
            }
        }
    }
    Ok(ordered)
}
