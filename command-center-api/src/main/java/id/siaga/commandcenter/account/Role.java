package id.siaga.commandcenter.account;

import java.util.Arrays;
import java.util.Optional;

/**
 * What somebody is appointed to (Perwal Bekasi 71/2020 P.1 no.8, 12-15, P.11, P.13; Perwal Bitung 33/2022 P.11). What
 * a role may do stands in the HTTP contract, with each operation.
 */
public enum Role {
    /** Runs the system: configuration, accounts, keys. */
    ADMIN_PUSAT,
    /** Maintains network and devices; sees no complaint. */
    TEKNISI,
    /** Manages the data of all units of Satpol PP. */
    PENGELOLA_ADMIN,
    /** Manages the data of one unit or kecamatan. */
    OPERATOR,
    /** Field coordinator, of exactly one kecamatan. */
    KORLAP,
    /** Officer in the field. */
    PETUGAS,
    /** Head of the data and information sub-division, who owns the system technically. */
    PJ_TEKNIS,
    /** Head of Satpol PP, who answers for all of it. */
    KEPALA_SATPOL_PP,
    /** Appraises losses after an operation. */
    TIM_TAKSIR,
    /** Data custodian: validates and publishes datasets. */
    WALIDATA,
    /** Regional secretary: oversees, changes nothing. */
    SEKDA,
    /** Mayor. */
    WALI_KOTA,
    /** Liaison of another agency. */
    OPD_ADMIN,
    /** Sees evaluation data, nobody's own. */
    STAKEHOLDER,
    /** A screen on a wall. */
    WALL;

    public static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(role -> role.name().equals(name)).findFirst();
    }
}
