// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title The L2 end of the bridge: what leaves the L2 is said here, and its coin stays here
contract L2ToL1MessagePasser {
    event MessagePassed(
        uint256 indexed nonce,
        address indexed sender,
        address indexed target,
        uint256 value,
        uint256 gasLimit,
        bytes data,
        bytes32 withdrawalHash
    );

    /// The upper two bytes of a nonce are the version of the message.
    uint256 private constant VERSION = 1 << 240;

    uint240 private _passed;

    function initiateWithdrawal(address target, uint256 gasLimit, bytes calldata data) external payable {
        uint256 nonce = VERSION | _passed++;
        bytes32 withdrawalHash = keccak256(abi.encode(nonce, msg.sender, target, msg.value, gasLimit, data));
        emit MessagePassed(nonce, msg.sender, target, msg.value, gasLimit, data, withdrawalHash);
    }
}
