// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {UpgradeableBeacon} from "@openzeppelin/contracts/proxy/beacon/UpgradeableBeacon.sol";

/// @title Beacon
/// @notice OpenZeppelin's UpgradeableBeacon, as it is: names the code of all proxies that look at it.
contract Beacon is UpgradeableBeacon {
    constructor(address implementation, address owner) UpgradeableBeacon(implementation, owner) {}
}
