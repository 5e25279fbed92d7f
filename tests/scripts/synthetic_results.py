# A small file laid out as results/README.md says, with known numbers, so that scripts can be tested
# without a program that computes.
import netCDF4
import numpy as np

KINDS = ["closed", "open"]
ARMS = {"mixed": [0, 1], "all closed": [0], "all open": [1]}
SEEDS, STEPS = 5, 24


def coordinates(file):
    runs = len(ARMS) * SEEDS
    file.createDimension("run", runs)
    file.createDimension("step", STEPS + 1)
    file.createDimension("strategy", len(KINDS))
    step = file.createVariable("step", "i4", ("step",))
    step.units = "month"
    step[:] = np.arange(STEPS + 1)
    strategy = file.createVariable("strategy", str, ("strategy",))
    strategy[:] = np.array(KINDS, object)
    arm = file.createVariable("arm", str, ("run",))
    arm[:] = np.array([name for name in ARMS for _ in range(SEEDS)], object)
    for name, values in {"run": np.arange(runs), "point": np.zeros(runs), "status": np.zeros(runs),
                         "replicate": np.arange(runs) % SEEDS}.items():
        file.createVariable(name, "i4", ("run",))[:] = values
    seed = file.createVariable("seed", str, ("run",))
    seed[:] = np.array([hex(run % SEEDS + 1) for run in range(runs)], object)


def observable(file, name, meaning, values, flow=False):
    dimensions = ("run", "step", "strategy")[:values.ndim]
    variable = file.createVariable(name, "f8", dimensions, fill_value=np.nan)
    variable.units = "1"
    variable.long_name = meaning
    variable.put_together = "sum" if values.ndim == 3 else "of the whole"
    variable.cell_methods = "step: sum" if flow else "step: point"
    variable[:] = values


def write(path):
    """Writes the file; market_share of open in arm "mixed" is 0.5 + 0.01 step in all seeds."""
    rng = np.random.default_rng(7)
    shape = (len(ARMS) * SEEDS, STEPS + 1, len(KINDS))
    there = np.array([[k in kinds for k in range(len(KINDS))]
                      for kinds in ARMS.values() for _ in range(SEEDS)])[:, None, :]
    share = 0.5 + 0.01 * np.arange(STEPS + 1)[None, :, None] * np.array([-1, 1])
    profit = 2 + 0.1 * np.cumsum(rng.normal(size=shape), axis=1)
    profit[:, 0] = np.nan
    with netCDF4.Dataset(path, "w") as file:
        file.setncatts({"Conventions": "CF-1.11", "permea_format": "1", "source": "permea 0.1.0",
                        "title": "Two strategies in a made-up market"})
        coordinates(file)
        observable(file, "market_share", "share of the customers that the strategy's firms supply",
                   np.where(there, np.broadcast_to(share, shape), 0.0))
        observable(file, "profit", "profit, in units of the unit cost",
                   np.where(there, profit, 0.0), flow=True)
        observable(file, "price", "price asked a month, mean over customers",
                   np.where(there, 1.3 + 0.01 * rng.normal(size=shape), np.nan))
        file.createDimension("domain", 2)
        domains = file.createVariable("know_how_by_domain", "f8",
                                      ("run", "step", "strategy", "domain"))
        domains.put_together = "mean"
        observable(file, "concentration", "sum of squared market shares",
                   0.1 + 0.01 * rng.normal(size=shape[:2]))
