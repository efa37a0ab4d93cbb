// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {BeaconProxy} from "@openzeppelin/contracts/proxy/beacon/BeaconProxy.sol";

/// @title BeaconProxied
/// @notice OpenZeppelin's BeaconProxy around code that has no state to be set first.
contract BeaconProxied is BeaconProxy {
    constructor(address beacon) BeaconProxy(beacon, "") {}
}
