"""Reads FHIR bundles with the models of fhir.resources, release R4B, and prints what each one's faults are as JSON.

R4B has the same Observation, DiagnosticReport, RiskAssessment, Patient, Device and Bundle as R4, of which Genomics Reporting is.
"""

import json
import sys

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError


def faults_of(path):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    found = []
    # A bundle's resources again by themselves: within it any resource will do.
    for resource in [bundle, *(entry["resource"] for entry in bundle.get("entry", []))]:
        try:
            get_fhir_model_class(resource["resourceType"]).model_validate(resource)
        except ValidationError as error:
            for one in error.errors():
                where = ".".join(str(step) for step in one["loc"])
                found.append(f"{resource['resourceType']} {where}: {one['msg']}")
    return found


print(json.dumps([faults_of(path) for path in sys.argv[1:]]))
