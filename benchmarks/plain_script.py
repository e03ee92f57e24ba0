"""The short way, for comparison: read, filter, relative tilt, peaks. Counts bends, and checks nothing.

python plain_script.py FILE.csv        (needs pandas, scipy, vqf)
"""

import sys

import numpy as np
import pandas as pd  # type: ignore[import-untyped,import-not-found,unused-ignore]
from scipy.signal import find_peaks
from vqf import VQF

table = pd.read_csv(sys.argv[1])
tilts = {}
for placement, rows in table.groupby("placement"):
    t = rows["t_s"].to_numpy()
    acc = np.ascontiguousarray(rows[["acc_x_mps2", "acc_y_mps2", "acc_z_mps2"]].to_numpy())
    gyr = np.ascontiguousarray(rows[["gyr_x_radps", "gyr_y_radps", "gyr_z_radps"]].to_numpy())
    w, x, y, z = VQF(float(np.median(np.diff(t)))).updateBatch(gyr, acc)["quat6D"].T
    up = np.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], axis=1)
    still = up[(t > 3) & (t < 5)].mean(axis=0)
    tilts[placement] = t, np.degrees(np.arccos(np.clip(up @ (still / np.linalg.norm(still)), -1, 1)))
t, thorax = tilts["thoracic"]
lumbar = thorax - np.interp(t, *tilts["sacrum"])
peaks, _ = find_peaks(thorax, height=30, prominence=25, distance=104)
print(len(peaks), "bends, lumbar at the peaks", np.round(lumbar[peaks], 1).tolist())
