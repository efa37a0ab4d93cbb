// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {IERC1967} from "@openzeppelin/contracts/interfaces/IERC1967.sol";
import {TransparentUpgradeableProxy} from
    "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";

/// @title A contract whose code its owner can exchange
/// @notice OpenZeppelin's transparent proxy. The events are ERC-1967's, which every contract that stands behind a proxy may emit.
contract Proxy is TransparentUpgradeableProxy, IERC1967 {
    constructor(address implementation, address owner) TransparentUpgradeableProxy(implementation, owner, "") {}

    /// What stands behind it here has no state that a first call would have to set.
    function _unsafeAllowUninitialized() internal pure override returns (bool) {
        return true;
    }
}
