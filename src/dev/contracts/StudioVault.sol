// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {InferenceLedger} from "./InferenceLedger.sol";

/// @title StudioVault (poa/1 reference interface)
/// @notice Native OPEN in, credits out, one for one: calls are paid out of credits, and what is left can be taken back. The real
/// contract's ABI is not public: this is the reference that Headwater defines.
contract StudioVault is ReentrancyGuard {
    event Deposited(address indexed account, uint256 amount);
    event CreditsSpent(address indexed account, bytes32 indexed inferenceId, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    InferenceLedger public immutable ledger;
    mapping(address account => uint256) public creditsOf;

    constructor(InferenceLedger ledger_) {
        ledger = ledger_;
    }

    function deposit() external payable {
        require(msg.value > 0, "nothing to deposit");
        creditsOf[msg.sender] += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    /// @notice Calls a model and pays its fee out of the sender's credits; to the ledger, the vault is the caller.
    function spend(InferenceLedger.Call calldata call, InferenceLedger.AdapterWeight[] calldata adapters)
        external
        nonReentrant
        returns (bytes32 inferenceId)
    {
        uint256 fee = ledger.quote(call.modelId, call.version, call.tokensIn, call.tokensOut);
        creditsOf[msg.sender] -= fee;
        inferenceId = ledger.record{value: fee}(call, adapters);
        emit CreditsSpent(msg.sender, inferenceId, fee);
    }

    function withdraw(uint256 amount) external nonReentrant {
        require(amount > 0, "nothing to withdraw");
        creditsOf[msg.sender] -= amount;
        emit Withdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }
}
