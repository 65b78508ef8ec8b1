"""The trained models that an analysis asks, opened to see that they are whole."""

from __future__ import annotations

from service.errors import OnRecordError
from service.pipeline.attribute import attribution_version
from service.pipeline.stance_model.runtime import model


def model_versions() -> dict[str, str]:
    """The version of each shipped model by what it is for. Raises OnRecordError where one can't be opened."""
    versions = {}
    for name, version in (("attribution", attribution_version), ("stance", lambda: model().version)):
        try:
            versions[name] = version()
        except Exception as error:  # whatever the tokenizer's, the network's and Python's own readers raise
            raise OnRecordError(
                f"The {name} model can't be opened: {' '.join(str(error).split())} Install On Record again."
            ) from error
    return versions
